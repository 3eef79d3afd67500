-- Packets as people see them, the newest first: the outbox row says where a packet stands, else its latest delivery does.
-- Deliveries of neighbours lie together, and their index only tells where: those of a page are looked up at once.
with page as materialized (
    select p.event, p.target, l.name, p.part, p.rev, e.type, p.key, p.sequence, p.policy, p.findings, e.accepted_at
      from packet p
      join event e on e.id = p.event
      join lane l on l.target = p.target
     where p.event between :from and :to
     order by p.event desc, l.name, p.part, p.rev desc
     limit :limit
), latest as (
    select distinct on (v.event, v.target, v.part, v.rev) v.event, v.target, v.part, v.rev, v.try, v.outcome, v.detail, v.ms
      from delivery v
     where v.event between (select min(event) from page) and (select max(event) from page)
     order by v.event, v.target, v.part, v.rev, v.outcome >= 10 desc, v.try desc, v.at desc
)
select p.event, p.name as target, p.part, p.rev, p.type, p.key, p.sequence, p.policy, p.findings, p.accepted_at,
       o.state, coalesce(o.tries, d.try) as tries, o.due_at, d.outcome, coalesce(o.detail, d.detail, '') as detail, d.ms
  from page p
  left join lateral (select f.state, f.tries, f.due_at, f.detail from outbox f
                      where f.target = p.target and f.sequence = p.event and f.part = p.part and f.event = p.event and f.rev = p.rev
                     union all
                     select b.state, b.tries, b.due_at, b.detail from outbox b
                      where b.event = p.event and b.target = p.target and b.sequence <> b.event and b.part = p.part and b.rev = p.rev
                     union all
                     select 4, 0, s.due_at, null from scheduled s
                      where s.event = p.event and s.target = p.target and s.part = p.part and s.rev = p.rev
                     limit 1) o on true
  left join latest d on d.event = p.event and d.target = p.target and d.part = p.part and d.rev = p.rev
 order by p.event desc, p.name, p.part, p.rev desc
