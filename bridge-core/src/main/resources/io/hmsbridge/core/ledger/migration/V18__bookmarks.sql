-- How far readers of the ledger that the bridge has itself have come. One process at a time reads for each: the one that holds it.
create table bookmark (
    name       text primary key,
    mark       text not null,
    holder     text not null,
    held_until timestamptz not null
);
