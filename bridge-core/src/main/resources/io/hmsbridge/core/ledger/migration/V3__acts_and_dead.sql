-- What operators did: each act is written in the commit of what it does.
create table act (
    id     bigint generated always as identity primary key,
    at     timestamptz not null default now(),
    who    text   not null,
    kind   text   not null,
    why    text   not null,
    detail text   not null,
    count  bigint not null,
    stream int    not null,
    batch  bigint not null
);
