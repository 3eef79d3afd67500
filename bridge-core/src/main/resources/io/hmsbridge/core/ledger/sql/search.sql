-- Packets of events between two numbers that are of a target, a type and a time: of each if it is asked for. It is planned anew
-- each time, so that what is not asked for is not in the plan. Sorted by what is in no index: else rows would be read one by one in
-- the order of their events until there are enough.
select p.event, p.target, p.part, p.rev
  from packet p
  join event e on e.id = p.event
 where p.event between :low and :high and e.id between :low and :high
   and (:target::int = 0 or p.target + 0 = :target)
   and (:type::text = '' or e.type || '' = :type)
   and e.accepted_at >= :from::timestamptz and e.accepted_at < coalesce(:to::timestamptz, 'infinity')
 order by p.event + 0 desc, p.target, p.part, p.rev desc
 limit :limit
