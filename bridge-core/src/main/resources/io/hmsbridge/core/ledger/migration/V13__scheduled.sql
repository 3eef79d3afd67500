-- Packets that wait for their effective date. They are in no lane: they take their sequence when they are due.
create table scheduled (
    event    bigint not null,
    target   int not null,
    part     int not null,
    rev      int not null,
    due_at   timestamptz not null,
    primary key (event, target, part)
);
create index scheduled_due on scheduled (due_at, event, target, part);

-- The highest sequence that a packet has taken when it was due: who wakes packets locks it, and has higher ones.
create table woken (
    only_row boolean primary key default true check (only_row),
    number   bigint  not null
) with (autovacuum_enabled = off); -- its one row is pruned by those who read it
insert into woken (number) values (0);

-- Whether a packet of these events is in the outbox, or will be. One that was put back has another sequence than its event.
create or replace function waits(low bigint, high bigint) returns boolean language sql stable as $$
    select exists (select from lane l
                    where exists (select from outbox o where o.target = l.target and o.sequence between low and high and o.sequence = o.event))
        or exists (select from outbox o where o.sequence <> o.event and o.event between low and high)
        or exists (select from scheduled s where s.event between low and high)
$$;
