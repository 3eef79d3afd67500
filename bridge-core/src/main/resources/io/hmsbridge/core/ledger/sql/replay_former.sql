-- What there is of packets that a replay has mapped again: the latest revision of each, if any, and what became of it.
select k.n, s.name as sheet_name, hashtextextended(k.key, 0) as hash, p.rev, p.key, p.form, p.sheet, p.content, o.state, o.sequence, o.tries, o.key_hash, d.outcome,
       exists (select from replay_newer n where n.job = :job and n.target = k.target and n.key_hash = hashtextextended(k.key, 0)
                  and n.sheet = s.name and n.event > k.event) as newer
  from (select unnest(:ns::int[]) as n, unnest(:events::bigint[]) as event, unnest(:targets::int[]) as target, unnest(:parts::int[]) as part,
               unnest(:keys::text[]) as key, unnest(:sheets::int[]) as sheet) k
  join sheet s on s.id = k.sheet
  left join lateral (select * from packet p where p.event = k.event and p.target = k.target and p.part = k.part order by p.rev desc limit 1) p on true
  left join lateral (select f.state, f.sequence, f.tries, f.key_hash from outbox f
                      where f.target = p.target and f.sequence = p.event and f.part = p.part and f.event = p.event and f.rev = p.rev
                     union all
                     select b.state, b.sequence, b.tries, b.key_hash from outbox b
                      where b.event = p.event and b.target = p.target and b.sequence <> b.event and b.part = p.part and b.rev = p.rev
                     union all
                     select 4, p.event, 0, 0 from scheduled w
                      where w.event = p.event and w.target = p.target and w.part = p.part and w.rev = p.rev
                     limit 1) o on true
  left join lateral (select v.outcome from delivery v
                      where v.event = p.event and v.target = p.target and v.part = p.part and v.rev = p.rev and v.outcome >= 10
                      order by v.at desc limit 1) d on true
 order by k.n
