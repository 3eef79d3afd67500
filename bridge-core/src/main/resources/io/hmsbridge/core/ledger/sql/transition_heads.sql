-- How far each writer has come, of those that may still commit: all since the first one of a process that was alive lately.
select s.id as stream, coalesce((select max(b.n) from batch b where b.stream = s.id), 0) as n
  from stream s
 where s.id >= (select coalesce(min(l.id), 0) from stream l join node p on p.id = l.process where p.beat_at > now() - interval '1 hour')
 order by s.id
