-- The ledger and the outbox. Ledger tables are append-only; outbox rows are deleted when their packet ends.

-- One row: what makes this installation different from every other, and from itself before a restore.
create table installation (
    only_row    boolean primary key default true check (only_row),
    incarnation text    not null default substr(replace(gen_random_uuid()::text, '-', ''), 1, 8),
    mark_key    bytea   not null default decode(replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), 'hex'),
    seen_slot   smallint not null default 0,
    seen_since  timestamptz not null default now()
);
insert into installation default values;

-- Numbers events, and gives packets their place: whatever falls due later gets a higher number.
create sequence number;

-- One row for each commit: answers "did my COMMIT land?", and is what the sealer seals. A stream is one writer of one process.
create table stream (
    id         int generated always as identity primary key,
    node       text not null,
    started_at timestamptz not null default now()
);
create table batch (
    stream int    not null references stream,
    n      bigint not null,
    root   bytea  not null,
    count  int    not null,
    primary key (stream, n)
);

-- One row for each target there ever was: its number, and who runs its lane.
create table lane (
    target    int generated always as identity primary key,
    name      text not null unique,
    connector text not null,
    owner     text,
    epoch     bigint not null default 0,
    beat_at   timestamptz
);

-- Tokens and cursors of connectors.
create table memory (
    target int   not null references lane,
    name   text  not null,
    value  bytea not null check (length(value) <= 65536),
    primary key (target, name)
);

-- Each version of each mapping sheet that made a packet.
create table sheet (
    id       int generated always as identity primary key,
    name     text  not null,
    version  bytea not null,
    content  text  not null,
    since    timestamptz not null default now(),
    unique (name, version)
);

create table event (
    id          bigint not null,
    accepted_at timestamptz not null default now(),
    source      text not null,
    ext_id      text not null,
    type        text not null,
    subject     text not null,
    time        timestamptz not null,
    extensions  text,
    data        bytea not null,
    matched     int not null,
    stream      int not null,
    batch       bigint not null,
    primary key (id)
) partition by range (id);
create index event_accepted_at on event using brin (accepted_at);
create index event_unmatched on event (id) where matched = 0;

create table packet (
    event    bigint not null,
    target   int not null,
    part     int not null,
    rev      int not null,
    sequence bigint not null,
    key      text not null,
    form     smallint not null,
    sheet    int not null,
    policy   int not null,
    content  bytea not null,
    stream   int not null,
    batch    bigint not null,
    primary key (event, target, part, rev)
) partition by range (event);

create table delivery (
    event   bigint not null,
    target  int not null,
    part    int not null,
    rev     int not null,
    try     int not null,
    at      timestamptz not null default now(),
    epoch   bigint not null,
    outcome smallint not null,
    ms      int not null,
    detail  text not null,
    sent    bytea,
    stream  int not null,
    batch   bigint not null
) partition by range (event);
create index delivery_event on delivery using brin (event) with (pages_per_range = 8);

-- The packets that are not terminal yet. Its key is the order in which a lane sends.
create table outbox (
    target   int not null,
    sequence bigint not null,
    part     int not null,
    event    bigint not null,
    rev      int not null,
    key_hash bigint not null,
    state    smallint not null,
    tries    int not null,
    due_at   timestamptz,
    detail   text,
    primary key (target, sequence, part)
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000,
        autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 50000);
create index outbox_due on outbox (target, due_at) where state = 1;
create index outbox_held on outbox (target, key_hash, sequence) where state in (1, 2);

-- Which source and id were accepted lately: two slots, of which the older is emptied and becomes the newer.
create table seen (
    slot      smallint not null,
    mark      uuid not null,
    body_hash bytea not null,
    event     bigint not null,
    primary key (slot, mark)
) partition by list (slot);
create table seen_0 partition of seen for values in (0);
create table seen_1 partition of seen for values in (1);

-- Ends a statement, and with it its transaction, unless a count is as expected.
create function expect(actual bigint, expected bigint, state text) returns boolean language plpgsql as $$
begin
    if actual is distinct from expected then
        raise exception 'expected % rows, not %', expected, actual using errcode = state;
    end if;
    return true;
end $$;

-- Makes sure that the ledger has room for the numbers below "upto".
create function extend_ledger(upto bigint) returns void language plpgsql as $$
declare
    size constant bigint := 1000000;
    first bigint;
begin
    perform pg_advisory_xact_lock(hashtext('hms_bridge.extend_ledger'));
    select coalesce(max(substr(c.relname, 7)::bigint) + 1, 0) into first
      from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = 'event'::regclass;
    for p in first .. upto / size loop
        -- In the order in which readers lock them.
        execute format('create table packet_%s partition of packet for values from (%s) to (%s)', p, p * size, (p + 1) * size);
        execute format('create table event_%s partition of event for values from (%s) to (%s)', p, p * size, (p + 1) * size);
        execute format('create table delivery_%s partition of delivery for values from (%s) to (%s)', p, p * size, (p + 1) * size);
    end loop;
end $$;
