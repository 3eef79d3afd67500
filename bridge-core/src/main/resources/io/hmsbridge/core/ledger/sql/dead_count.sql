-- How many dead packets an operator's filter finds. What the filter does not ask for is not read.
select count(*)
  from lane l
  join outbox o on o.target = l.target and o.state = 3
 where (o.target, o.sequence, o.part) <= (:endTarget::int, :endSequence::bigint, :endPart::int)
   and (:target::text = '' or l.name = :target)
   and (:reason::text = '' or strpos(lower(o.detail), lower(:reason)) > 0)
   and (:key::text = '' or o.key_hash in (:keyHash, 0) and exists (select from packet p
         where p.event = o.event and p.target = o.target and p.part = o.part and p.rev = o.rev and p.key = :key))
   and (:anyEvent::boolean or exists (select from event e where e.id = o.event and (:type::text = '' or e.type = :type)
         and e.accepted_at >= :from::timestamptz and e.accepted_at < coalesce(:to::timestamptz, 'infinity')))
