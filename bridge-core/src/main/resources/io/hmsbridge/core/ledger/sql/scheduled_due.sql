-- Packets whose effective date has come, in order. The latest revision may be another packet's, which an operator has given to the
-- target.
select s.event, s.target, l.name, s.part, s.rev, p.key, p.form, p.sheet, p.policy, p.findings, case when :withContent::boolean then p.content end as content,
       case when :withContent then (select max(r.rev) from packet r where r.event = s.event and r.target = s.target and r.part = s.part) end as latest
  from (select * from scheduled where due_at <= :now order by due_at, event, target, part limit :limit) s
  join lane l on l.target = s.target
  join packet p on p.event = s.event and p.target = s.target and p.part = s.part and p.rev = s.rev
 order by s.due_at, s.event, s.target, s.part
