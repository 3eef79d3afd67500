-- A new token; its hash is kept, and never the token.
insert into token (name, hash, roles, sources, targets, expires_at)
values (:name, :hash, :roles, :sources, :targets, :expires)
returning id, name, hash, roles, sources, targets, created_at, expires_at, revoked_at
