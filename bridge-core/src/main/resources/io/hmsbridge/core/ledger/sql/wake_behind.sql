-- Packets that were just queued go behind what was accepted meanwhile, under new numbers. Rows are looked up one by one: see record.
with moved as (
    update outbox o set sequence = m.behind
      from (select unnest(:targets::int[]) as target, unnest(:sequences::bigint[]) as sequence, unnest(:parts::int[]) as part,
                   unnest(:behind::bigint[]) as behind) m
     where o.target = m.target and o.sequence = m.sequence and o.part = m.part
       and o.ctid = any(array(
        select (select i.ctid from outbox i where i.target = g.target and i.sequence = g.sequence and i.part = g.part)
          from (select unnest(:targets::int[]) as target, unnest(:sequences::bigint[]) as sequence, unnest(:parts::int[]) as part) g))
    returning 1
), landed as (
    update batch set high = :high where stream = :stream and n = :n
)
select expect((select count(*) from moved), cardinality(:targets::int[]), 'HB003')
