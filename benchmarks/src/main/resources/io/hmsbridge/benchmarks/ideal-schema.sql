-- The tables of the ledger and the outbox, and no others.
create table event (
    id          bigint primary key,
    accepted_at timestamptz not null default now(),
    source      text not null,
    ext_id      text not null,
    type        text not null,
    subject     text not null,
    data        bytea not null,
    batch       bigint not null
);
create index event_accepted_at on event using brin (accepted_at);
create table seen (
    slot      smallint not null,
    mark      uuid not null,
    body_hash bytea not null,
    event     bigint not null,
    primary key (slot, mark)
);
create table packet (
    event    bigint not null,
    target   int not null,
    part     int not null,
    rev      int not null,
    key      text not null,
    sequence bigint not null,
    sheet    int not null,
    policy   int not null,
    data     bytea not null,
    batch    bigint not null,
    primary key (event, target, part, rev)
);
create table outbox (
    target   int not null,
    event    bigint not null,
    part     int not null,
    rev      int not null,
    key_hash bigint not null,
    state    smallint not null,
    due_at   timestamptz,
    tries    int not null,
    primary key (target, event, part, rev)
);
create index outbox_due on outbox (target, due_at) where state = 1;
create index outbox_held on outbox (target, key_hash, event) where state in (1, 2);
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
    batch   bigint not null
);
create index delivery_event on delivery using brin (event);
create table batch (
    stream int generated always as identity,
    n      bigint generated always as identity primary key,
    root   bytea not null,
    count  int not null
);
