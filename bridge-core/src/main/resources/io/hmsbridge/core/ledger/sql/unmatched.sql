-- Accepted events that no sheet matched, then or at a replay, the newest first.
select id, source, ext_id, type, subject, accepted_at, matched from event e
 where id < :below and matched = 0 and not exists (select from packet p where p.event = e.id)
 order by id desc
 limit :limit
