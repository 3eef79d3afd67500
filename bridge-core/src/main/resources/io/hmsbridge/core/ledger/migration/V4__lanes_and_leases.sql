-- One row for each process that ever ran on this ledger. One that has not beaten for a lease's time has lost its lanes.
create table node (
    id         int generated always as identity primary key,
    name       text   not null,
    machine    text   not null, -- two processes with the same can see whether the other one is still there
    pid        bigint not null,
    started_ms bigint not null,
    joined_at  timestamptz not null default now(),
    beat_at    timestamptz not null default now(),
    able       int[]  not null default '{}' -- the targets whose lanes it could run
);
create index node_beat on node (beat_at);

alter table lane
    drop column owner,
    drop column beat_at,
    add column owner    int references node,
    add column asked_by int references node, -- who wants the lane; its owner brings its packets home and gives it up
    add column paused   boolean not null default false;

-- Which sequences a commit put into the outbox: other processes look there for what they have not been handed.
alter table batch add column low bigint, add column high bigint;
-- Streams whose commits queue packets are followed by the other processes.
alter table stream add column process int references node, add column queues boolean not null default true;

-- State 3, DEAD: waits for an operator. Its attempts are in delivery; the row that ends it comes when it is acted upon.
-- How long a packet has waited between its tries: its age, which stands still while its lane does.
alter table outbox add column waited_ms bigint not null default 0;
create index outbox_dead on outbox (target, sequence, part) where state = 3;
-- A packet that was put back has another sequence than at first, and is found by this.
create index outbox_again on outbox (event, target) where sequence <> event;

-- By key: what is held, and what it waits for.
drop index outbox_held;
create index outbox_held on outbox (target, key_hash, sequence) where state > 0;
drop index outbox_due;
create index outbox_due on outbox (target, due_at, sequence, part) where state = 1;

-- Packets that had died before: from now on they wait in the outbox.
insert into outbox (target, sequence, part, event, rev, key_hash, state, tries, detail)
select p.target, p.sequence, p.part, p.event, p.rev, 0, 3, d.try, d.detail
  from packet p
  join lateral (select v.outcome, v.try, v.detail from delivery v
                 where v.event = p.event and v.target = p.target and v.part = p.part and v.rev = p.rev
                 order by v.at desc, v.try desc limit 1) d on d.outcome = 13
on conflict do nothing;
