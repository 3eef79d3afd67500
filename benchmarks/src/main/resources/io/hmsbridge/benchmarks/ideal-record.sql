-- One commit: deliveries, the end of their outbox rows, and the commit's own row.
with deliveries as (
    insert into delivery (event, target, part, rev, try, epoch, outcome, ms, detail, sent, batch)
    select d.event, 1, 0, 0, 1, 1, 1, 3, 'POST /sink 204', decode(repeat('cd', 32), 'hex'), 0 from unnest(?::bigint[]) as d (event)
), landed as (
    insert into batch (root, count) values (?, ?)
)
delete from outbox where target = 1 and part = 0 and rev = 0 and event = any (?)
