-- Partitions whose last event is older than events are kept: no number of theirs will be given any more.
select p.no
  from (select substr(c.relname, 7)::bigint as no
          from pg_inherits i join pg_class c on c.oid = i.inhrelid
         where i.inhparent = 'event'::regclass) p
  cross join lateral (select e.accepted_at from event e
                       where e.id >= p.no * partition_size() and e.id < (p.no + 1) * partition_size()
                       order by e.id desc limit 1) last
 where (p.no + 1) * partition_size() <= (select last_value from number)
   and last.accepted_at < now() - :keep * interval '1 millisecond'
 order by p.no
