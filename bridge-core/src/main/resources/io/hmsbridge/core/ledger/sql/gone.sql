-- Which of these places of a lane's queue are empty.
select w.sequence, w.part
  from unnest(:sequences::bigint[], :parts::int[]) as w (sequence, part)
 where not exists (select from outbox o where o.target = :target and o.sequence = w.sequence and o.part = w.part)
