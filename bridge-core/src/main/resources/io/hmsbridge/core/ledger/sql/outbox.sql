-- Packets that wait, the oldest of each target first.
select p.event, l.name as target, p.part, p.rev, e.type, p.key, p.sequence, p.policy, p.findings, e.accepted_at,
       o.state, o.tries, o.due_at, null::int as outcome, coalesce(o.detail, '') as detail, null::int as ms
  from lane l
  cross join lateral (select * from outbox where target = l.target order by target, sequence, part limit :limit) o
  join packet p on p.event = o.event and p.target = o.target and p.part = o.part and p.rev = o.rev
  join event e on e.id = o.event
 where :target = '' or l.name = :target
 order by p.event, l.name, p.part
 limit :limit
