-- Replays, the newest first.
select j.*, case when j.state = 2 then 1 when j.high < j.low then 1
                 else greatest(0, least(1, (j.position - j.low + 1)::float8 / (j.high - j.low + 1))) end as done
  from replay_job j
 where j.id < :below and (:id::bigint is null or j.id = :id)
 order by j.id desc
 limit :limit
