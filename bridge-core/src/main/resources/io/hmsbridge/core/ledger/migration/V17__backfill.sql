-- A job may give a target what was accepted before it was there: packets that it has none of yet.
alter table replay_job
    add column backfill   boolean not null default false,
    add column latest     boolean not null default false, -- of each key one packet, with the newest values of all fields
    add column live_first boolean not null default false, -- what is accepted meanwhile goes before what the job has not queued yet
    add column had        bigint  not null default 0,     -- left out since the target has had a packet of theirs
    add column scheduled  bigint  not null default 0;     -- wait for their effective date

-- The newest packet of each key of such a job, with the fields of those before it. One that waits for a date of its own ("own" is
-- then its event) is folded with none.
create table replay_latest (
    job      bigint not null references replay_job,
    sheet    int    not null,
    key_hash bigint not null,
    own      bigint not null,
    event    bigint not null,
    part     int    not null,
    content  bytea  not null,
    primary key (job, sheet, key_hash, own)
);
create index replay_latest_event on replay_latest (job, event, part);
