-- The next events of a replay that maps them again; of a backfill of the newest ones, those that have some.
select e.id, e.source, e.ext_id, e.type, e.subject, e.time, e.extensions, e.data
  from event e
 where e.id > :position and e.id <= :high and e.accepted_at >= :from::timestamptz and e.accepted_at < :to::timestamptz
   and (:type = '' or e.type = :type)
   and (:latestOf::bigint is null or exists (select from replay_latest l where l.job = :latestOf and l.event = e.id))
 order by e.id
 limit :limit
