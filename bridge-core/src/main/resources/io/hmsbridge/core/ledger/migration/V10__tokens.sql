-- Who may talk to the server: of each token its hash alone. Roles, sources and targets one a line.
create table token (
    id         bigint generated always as identity primary key,
    name       text   not null,
    hash       bytea  not null unique,
    roles      text   not null,
    sources    text   not null,
    targets    text   not null,
    created_at timestamptz not null default now(),
    expires_at timestamptz,
    revoked_at timestamptz
);
