-- Which classes of data went, or would have gone, to which targets, of the events that were accepted in a window: by what was done.
select l.name as target, f.class, f.action, p.policy, count(distinct (p.event, p.part)) as packets, min(e.accepted_at) as first, max(e.accepted_at) as last
  from event e
  join packet p on p.event = e.id
  join lane l on l.target = p.target
 cross join lateral (select distinct x ->> 'class' as class, x ->> 'action' as action from jsonb_array_elements(p.findings::jsonb) x) f
 where e.accepted_at >= :from::timestamptz and e.accepted_at < coalesce(:to::timestamptz, 'infinity') and p.findings is not null
   and (:target::text = '' or l.name = :target)
 group by l.name, f.class, f.action, p.policy
 order by l.name, f.class, f.action, p.policy
