-- Packets that wait, the oldest of each target first; what is known of them is looked up only for those that are listed.
select p.event, o.name as target, p.part, p.rev, e.type, p.key, p.sequence, p.policy, p.findings, e.accepted_at,
       o.state, o.tries, o.due_at, null::int as outcome, coalesce(o.detail, '') as detail, null::int as ms
  from (select w.*, n.name
          from lane n
          cross join lateral (select * from outbox where target = n.target order by target, sequence, part limit :limit) w
         where :target = '' or n.name = :target
         order by w.event, n.name, w.part
         limit :limit) o
  join packet p on p.event = o.event and p.target = o.target and p.part = o.part and p.rev = o.rev
  join event e on e.id = o.event
 order by o.event, o.name, o.part
