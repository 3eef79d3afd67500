-- The last of so many blocked packets past a place, in the order of their list, decided on or not; none if there are fewer.
select d.event, d.target as number, d.part, d.rev, (select n.name from lane n where n.target = d.target) as target
  from delivery d
 where d.outcome = 12 and (d.event, d.target, d.part) > (:event::bigint, :after::int, :part::int)
 order by d.event, d.target, d.part
offset :look - 1
 limit 1
