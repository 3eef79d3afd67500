-- Operators' acts, the newest first.
select id, at, who, kind, why, detail, count from act
 where id < :below
 order by id desc
 limit :limit
