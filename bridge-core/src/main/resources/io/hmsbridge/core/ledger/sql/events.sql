-- Accepted events, the newest first.
select id, source, ext_id, type, subject, accepted_at, matched from event
 where id < :below
 order by id desc
 limit :limit
