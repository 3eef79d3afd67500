-- The streams that queue packets, of processes that were alive lately, and how far each has come.
select s.id, coalesce((select max(b.n) from batch b where b.stream = s.id), 0) as n
  from stream s join node p on p.id = s.process
 where s.queues and p.beat_at > now() - interval '1 hour'
