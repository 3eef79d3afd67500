-- The last of so many dead packets past a place, in the order of targets and their lanes; none if there are fewer.
select l.target as number, l.name as target, o.sequence, o.part
  from lane l
  join outbox o on o.target = l.target and o.state = 3
 where (o.target, o.sequence, o.part) > (:afterTarget::int, :afterSequence::bigint, :afterPart::int)
   and (:target::text = '' or l.name = :target)
 order by o.target, o.sequence, o.part
offset :look - 1
 limit 1
