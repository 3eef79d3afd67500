-- Up to here no number may be appended any more: a writer that has drawn one draws anew. Appends hold a lock of the table; so who
-- raises the number knows that every append of a lower one has ended, and is to be seen.
create table number_floor (
    only_row boolean primary key default true check (only_row),
    number   bigint  not null
) with (autovacuum_enabled = off); -- its one row is pruned by those who read it
insert into number_floor (number) values (0);

create function raise_floor(upto bigint) returns void language plpgsql as $$
begin
    lock table number_floor in share row exclusive mode;
    update number_floor set number = greatest(number, upto);
end $$;

-- Windows of the ledger that are sent again. The events of a job are those up to "high" that were accepted in its window; they
-- are frozen when it is created.
create table replay_job (
    id         bigint generated always as identity primary key,
    at         timestamptz not null default now(),
    who        text     not null,
    why        text     not null,
    from_at    timestamptz not null,
    to_at      timestamptz not null,
    target     text     not null, -- here and below empty for any
    type       text     not null,
    key        text     not null,
    outcomes   int[]    not null,
    remapped   boolean  not null,
    forced     boolean  not null,
    all_of_key boolean  not null, -- packets that newer ones have overtaken, too
    rate       text     not null,
    low        bigint   not null,
    high       bigint   not null,
    total      bigint,            -- what there is to do, where it could be counted
    state      smallint not null default 0, -- 0 preparing, 1 running, 2 done, 3 cancelled, 4 failed
    owner      int references node,
    position   bigint   not null, -- the last event that is done
    scanned    bigint   not null, -- up to here, newer packets are known
    queued     bigint   not null default 0,
    revised    bigint   not null default 0, -- of those queued, as new revisions
    overtaken  bigint   not null default 0,
    waiting    bigint   not null default 0,
    blocked    bigint   not null default 0,
    unchanged  bigint   not null default 0,
    failed     bigint   not null default 0,
    note       text     not null default '',
    ended_at   timestamptz
);
create index replay_job_active on replay_job (id) where state < 2;

-- Packets that may have overtaken some of a job's: of the same target, sheet and key, accepted later than the first of them. Of one
-- that is not known to be sent, it is looked up when that matters.
create table replay_newer (
    job      bigint not null references replay_job,
    target   int    not null,
    sheet    text   not null,
    key_hash bigint not null,
    event    bigint not null,
    part     int    not null,
    rev      int    not null,
    sent     boolean not null
);
create index replay_newer_key on replay_newer (job, target, key_hash, event);
