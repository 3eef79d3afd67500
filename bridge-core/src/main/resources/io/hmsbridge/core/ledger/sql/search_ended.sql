-- As search.sql, of packets that have an end on record.
select v.event, v.target, v.part, v.rev
  from delivery v
  join event e on e.id = v.event
 where v.event between :low and :high and e.id between :low and :high
   and v.outcome = any(:outcomes::smallint[])
   and (:target::int = 0 or v.target = :target)
   and (:type::text = '' or e.type = :type)
   and e.accepted_at >= :from::timestamptz and e.accepted_at < coalesce(:to::timestamptz, 'infinity')
 group by v.event, v.target, v.part, v.rev
 order by v.event + 0 desc, v.target, v.part, v.rev desc
 limit :limit
