-- Accepted events that no sheet matched, the newest first.
select id, source, ext_id, type, subject, accepted_at, matched from event
 where id < :below and matched = 0
 order by id desc
 limit :limit
