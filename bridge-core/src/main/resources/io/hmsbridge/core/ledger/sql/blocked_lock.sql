-- Locks blocked packets that an approver decides on, always in the same order, with the events they were made of. Those that
-- were decided on meanwhile are left out.
select p.event, p.target, l.name, p.part, p.rev, p.sheet, p.policy, p.findings,
       e.source, e.ext_id, e.type, e.subject, e.time, e.extensions, e.data
  from unnest(:events::bigint[], :targets::int[], :parts::int[], :revs::int[]) as w (event, target, part, rev)
  join packet p on p.event = w.event and p.target = w.target and p.part = w.part and p.rev = w.rev
  join event e on e.id = p.event
  join lane l on l.target = p.target
 where exists (select from delivery d where d.event = p.event and d.target = p.target and d.part = p.part and d.rev = p.rev and d.outcome = 12)
   and not exists (select from packet n where n.event = p.event and n.target = p.target and n.part = p.part and n.rev > p.rev)
   and not exists (select from delivery r where r.event = p.event and r.target = p.target and r.part = p.part and r.rev = p.rev and r.outcome = 14)
 order by p.event, p.target, p.part
   for update of p
