-- Locks packets of the outbox that an operator acts on, always in the same order, with all that a new revision needs. The latest
-- revision is that at the target where the packet is to go.
select o.target, l.name, o.sequence, o.part, o.event, o.rev, o.key_hash, o.state, o.tries,
       p.key, p.form, p.sheet, p.policy, p.findings, p.content,
       (select max(r.rev) from packet r
         where r.event = o.event and r.target = coalesce(:to::int, o.target) and r.part = o.part) as latest
  from unnest(:targets::int[], :sequences::bigint[], :parts::int[]) as w (target, sequence, part)
  join outbox o on o.target = w.target and o.sequence = w.sequence and o.part = w.part
  join lane l on l.target = o.target
  join packet p on p.event = o.event and p.target = o.target and p.part = o.part and p.rev = o.rev
 where o.state = 3 or :waiting::boolean
 order by o.target, o.sequence, o.part
   for update of o
