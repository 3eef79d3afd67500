-- As search.sql, of one key: it is looked for by its index, and the events of what is found are looked up one by one. A join would read all
-- events between the numbers wherever many packets are thought to be of the key.
select p.event, p.target, p.part, p.rev
  from packet p
 where p.event between :low and :high
   and p.key || '' = :key
   and (:target::int = 0 or p.target + 0 = :target)
   and (:anyEvent::boolean
        or (select (:type::text = '' or e.type = :type) and e.accepted_at >= :from::timestamptz
                   and e.accepted_at < coalesce(:to::timestamptz, 'infinity')
              from event e where e.id = p.event))
 order by p.event + 0 desc, p.target, p.part, p.rev desc
 limit :limit
