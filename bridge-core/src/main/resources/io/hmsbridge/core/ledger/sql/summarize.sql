-- Brings the summaries of the newest partitions up to date: without, readers go through all that was added since. Not by
-- autosummarize, whose queue is short and complains at every overflow.
select count(brin_summarize_new_values(i.indexrelid))
  from pg_index i
  join pg_class c on c.oid = i.indexrelid
  join pg_am a on a.oid = c.relam and a.amname = 'brin'
 where c.relkind = 'i' and i.indrelid in (select r.inhrelid from pg_inherits r join pg_class p on p.oid = r.inhrelid
                      where r.inhparent in ('event'::regclass, 'delivery'::regclass)
                        and substr(p.relname, strpos(p.relname, '_') + 1)::bigint
                            between (select last_value from number) / partition_size() - 1 and (select last_value from number) / partition_size())
