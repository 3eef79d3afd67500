-- As search.sql, of packets that wait: they are few, or the newest are soon found. Their events are looked up one by one.
select o.event, o.target, o.part, o.rev
  from lane l
 cross join lateral (select f.event, f.target, f.part, f.rev from outbox f
                      where f.target = l.target and f.sequence between :low and :high and f.event = f.sequence
                        and f.state = any(:states::smallint[])
                     union all
                     select b.event, b.target, b.part, b.rev from outbox b
                      where b.event between :low and :high and b.target = l.target and b.sequence <> b.event
                        and b.state = any(:states::smallint[])
                     union all
                     select s.event, s.target, s.part, s.rev from scheduled s
                      where :scheduled and s.event between :low and :high and s.target = l.target) o
 where (:target::int = 0 or l.target = :target)
   and (:anyEvent::boolean
        or (select (:type::text = '' or e.type = :type) and e.accepted_at >= :from::timestamptz
                   and e.accepted_at < coalesce(:to::timestamptz, 'infinity')
              from event e where e.id = o.event))
 order by o.event desc, o.target, o.part, o.rev desc
 limit :limit
