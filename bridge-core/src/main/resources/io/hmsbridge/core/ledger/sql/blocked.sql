-- Packets that governance has blocked and nobody has decided on yet, the oldest first: the latest revision of its place, not
-- rejected.
select d.event, l.name as target, d.target as number, d.part, d.rev, e.type, p.key, p.sequence, e.accepted_at, p.policy, p.findings,
       null::int as state, d.try as tries, null::timestamptz as due_at, d.outcome, d.detail, d.ms
  from delivery d
  join packet p on p.event = d.event and p.target = d.target and p.part = d.part and p.rev = d.rev
  join event e on e.id = d.event
  join lane l on l.target = d.target
 where d.outcome = 12
   and (d.event, d.target, d.part) > (:event::bigint, :after::int, :part::int) and d.event <= :upto
   and (:target::text = '' or d.target = (select n.target from lane n where n.name = :target))
   and (:type::text = '' or e.type = :type)
   and (:class::text = '' or p.findings::jsonb @> jsonb_build_array(jsonb_build_object('class', :class::text, 'action', 'block')))
   and e.accepted_at >= :from::timestamptz and e.accepted_at < coalesce(:to::timestamptz, 'infinity')
   and not exists (select from packet n where n.event = d.event and n.target = d.target and n.part = d.part and n.rev > d.rev)
   and not exists (select from delivery r where r.event = d.event and r.target = d.target and r.part = d.part and r.rev = d.rev and r.outcome = 14)
 order by d.event, d.target, d.part
 limit :limit
