-- Each version of the governance policy that vetted a packet.
create table policy (
    id      int generated always as identity primary key,
    version bytea not null unique,
    content text  not null,
    since   timestamptz not null default now()
);

-- What governance found in a packet and what it did: a JSON array of class, field, action and rule, never a value; null for nothing.
alter table packet add column findings text;

-- Packets that were blocked, and those of them that were rejected: few of all, found without reading the others.
create index delivery_blocked on delivery (event, target, part, rev) where outcome in (12, 14);
