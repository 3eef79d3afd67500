-- One commit: events, the marks that recognise them, their packets and outbox rows, and the commit's own row.
with row as materialized (
    select * from unnest(?::bigint[], ?::text[], ?::text[], ?::bytea[], ?::uuid[]) as r (id, ext_id, subject, data, mark)
), landed as (
    insert into batch (root, count) values (?, ?) returning n
), marks as (
    insert into seen (slot, mark, body_hash, event) select 0, r.mark, decode(repeat('ab', 32), 'hex'), r.id from row r
), events as (
    insert into event (id, source, ext_id, type, subject, data, batch)
    select r.id, '/benchmark', r.ext_id, 'order.updated', r.subject, r.data, l.n from row r, landed l
), packets as (
    insert into packet (event, target, part, rev, key, sequence, sheet, policy, data, batch)
    select r.id, 1, 0, 0, r.subject, r.id, 1, 1, r.data, l.n from row r, landed l
)
insert into outbox (target, event, part, rev, key_hash, state, tries) select 1, r.id, 0, 0, r.id % 1000, 0, 0 from row r
