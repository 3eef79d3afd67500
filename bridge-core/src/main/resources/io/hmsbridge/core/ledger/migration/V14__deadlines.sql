-- By when packets are to be delivered, of those that have such a time. Nothing that is sent waits for this table: rows of packets
-- that have ended are taken out as they come first in line.
create table deadline (
    event      bigint not null,
    target     int not null,
    part       int not null,
    deliver_by timestamptz not null,
    state      smallint not null default 0, -- 1: it is expected to be missed, 2: it was
    primary key (event, target, part)
);
create index deadline_line on deadline (target, deliver_by, event, part);
create index deadline_told on deadline (target, state) where state > 0;
