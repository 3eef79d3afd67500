-- Packets that governance has blocked and nobody has decided on yet, the oldest first: the latest revision of its place, not
-- rejected. What belongs to each is looked up one by one, so that a page is found in the order of its index and no more is read.
select d.event, l.name as target, d.target as number, d.part, d.rev, e.type, p.key, p.sequence, e.accepted_at, p.policy, p.findings,
       null::int as state, d.try as tries, null::timestamptz as due_at, d.outcome, d.detail, d.ms
  from delivery d
 cross join lateral (select k.key, k.sequence, k.policy, k.findings from packet k
                      where k.event = d.event and k.target = d.target and k.part = d.part and k.rev = d.rev limit 1) p
 cross join lateral (select s.type, s.accepted_at from event s where s.id = d.event limit 1) e
 cross join lateral (select n.name from lane n where n.target = d.target limit 1) l
 where d.outcome = 12
   and (d.event, d.target, d.part) > (:event::bigint, :after::int, :part::int)
   and (d.event, d.target, d.part) <= (:endEvent::bigint, :endTarget::int, :endPart::int)
   and (:target::text = '' or d.target = (select n.target from lane n where n.name = :target))
   and (:type::text = '' or e.type = :type)
   and (:class::text = '' or p.findings::jsonb @> jsonb_build_array(jsonb_build_object('class', :class::text, 'action', 'block')))
   and e.accepted_at >= :from::timestamptz and e.accepted_at < coalesce(:to::timestamptz, 'infinity')
   and (select n.rev from packet n where n.event = d.event and n.target = d.target and n.part = d.part and n.rev > d.rev limit 1) is null
   and (select r.rev from delivery r where r.event = d.event and r.target = d.target and r.part = d.part and r.rev = d.rev and r.outcome = 14 limit 1) is null
 order by d.event, d.target, d.part
 limit :limit
