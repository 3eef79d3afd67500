-- As packets.sql, of those that a search has found: they lie far apart, so that what belongs to each is looked up one by one.
select p.event, l.name as target, p.part, p.rev, e.type, p.key, p.sequence, p.policy, p.findings, e.accepted_at,
       o.state, coalesce(o.tries, d.try) as tries, o.due_at, d.outcome, coalesce(o.detail, d.detail, '') as detail, d.ms
  from unnest(:events::bigint[], :targets::int[], :parts::int[], :revs::int[]) f (event, target, part, rev)
  join packet p on p.event = f.event and p.target = f.target and p.part = f.part and p.rev = f.rev
  join event e on e.id = p.event
  join lane l on l.target = p.target
  left join lateral (select f.state, f.tries, f.due_at, f.detail from outbox f
                      where f.target = p.target and f.sequence = p.event and f.part = p.part and f.event = p.event and f.rev = p.rev
                     union all
                     select b.state, b.tries, b.due_at, b.detail from outbox b
                      where b.event = p.event and b.target = p.target and b.sequence <> b.event and b.part = p.part and b.rev = p.rev
                     union all
                     select 4, 0, s.due_at, null from scheduled s
                      where s.event = p.event and s.target = p.target and s.part = p.part and s.rev = p.rev
                     limit 1) o on true
  left join lateral (select v.try, v.outcome, v.detail, v.ms from delivery v
                      where v.event = p.event and v.target = p.target and v.part = p.part and v.rev = p.rev
                      order by v.outcome >= 10 desc, v.try desc, v.at desc limit 1) d on true
 order by p.event desc, l.name, p.part, p.rev desc
