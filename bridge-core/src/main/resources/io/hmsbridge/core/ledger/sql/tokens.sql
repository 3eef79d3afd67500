-- All tokens there ever were, the newest first.
select id, name, hash, roles, sources, targets, created_at, expires_at, revoked_at from token order by id desc
