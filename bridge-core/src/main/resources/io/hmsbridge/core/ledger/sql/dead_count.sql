-- How many packets an operator's filter finds.
select count(*)
  from lane l
  join (select * from outbox where not :waiting::boolean and state = 3
        union all
        select * from outbox where :waiting::boolean) o on o.target = l.target
  join packet p on p.event = o.event and p.target = o.target and p.part = o.part and p.rev = o.rev
  join event e on e.id = o.event
 where (:target::text = '' or l.name = :target)
   and (:reason::text = '' or strpos(lower(o.detail), lower(:reason)) > 0)
   and (:key::text = '' or p.key = :key)
   and (:type::text = '' or e.type = :type)
   and e.accepted_at >= :from::timestamptz and e.accepted_at < coalesce(:to::timestamptz, 'infinity')
