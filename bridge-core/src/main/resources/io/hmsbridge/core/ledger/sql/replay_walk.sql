-- The next newer packets of some keys, those accepted last first; with their content if their target has it, or will get it.
select k.n, p.event, p.part, p.form, case when p.reached then p.content end as content
  from (select unnest(:ns::int[]) as n, unnest(:targets::int[]) as target, unnest(:sheets::text[]) as sheet, unnest(:keys::text[]) as key,
               unnest(:above::bigint[]) as above, unnest(:belowEvents::bigint[]) as below_event, unnest(:belowParts::int[]) as below_part) k
 cross join lateral (
    select n.event, n.part, r.form, r.content,
           r.key = k.key and (s.sent or o.state < 3 or o.state is null and d.outcome = 10) as reached
      from (select * from replay_newer w
             where w.job = :job and w.target = k.target and w.key_hash = hashtextextended(k.key, 0) and w.sheet = k.sheet
               and w.event > k.above and (w.event, w.part) < (k.below_event, k.below_part)
             order by w.event desc, w.part desc
             limit :limit) n
     cross join lateral (select * from packet p where p.event = n.event and p.target = n.target and p.part = n.part order by p.rev desc limit 1) r
     cross join lateral (select n.sent and n.rev = r.rev as sent) s
      left join lateral (select f.state from outbox f
                          where f.target = r.target and f.sequence = r.event and f.part = r.part and f.event = r.event and f.rev = r.rev
                         union all
                         select b.state from outbox b
                          where b.event = r.event and b.target = r.target and b.sequence <> b.event and b.part = r.part and b.rev = r.rev
                         limit 1) o on true
      left join lateral (select v.outcome from delivery v
                          where not s.sent and o.state is null
                            and v.event = r.event and v.target = r.target and v.part = r.part and v.rev = r.rev and v.outcome >= 10
                          order by v.at desc limit 1) d on true) p
 order by k.n, p.event desc, p.part desc
