-- The next events of a replay that maps them again.
select e.id, e.source, e.ext_id, e.type, e.subject, e.time, e.extensions, e.data
  from event e
 where e.id > :position and e.id <= :high and e.accepted_at >= :from::timestamptz and e.accepted_at < :to::timestamptz
   and (:type = '' or e.type = :type)
 order by e.id
 limit :limit
