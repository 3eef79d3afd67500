-- Packets that wait for their effective date, in the order in which they are due.
select s.event, l.name as target, s.part, s.rev, e.type, p.key, p.sequence, e.accepted_at, p.policy, p.findings, 4 as state, 0 as tries, s.due_at, null::int as outcome,
       '' as detail, null::int as ms
  from (select s.* from scheduled s
         where :target = '' or s.target = (select l.target from lane l where l.name = :target)
         order by s.due_at, s.event, s.target, s.part
         limit :limit) s
  join lane l on l.target = s.target
  join packet p on p.event = s.event and p.target = s.target and p.part = s.part and p.rev = s.rev
  join event e on e.id = s.event
 order by s.due_at, s.event, s.target, s.part
