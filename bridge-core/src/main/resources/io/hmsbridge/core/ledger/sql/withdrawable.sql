-- Packets of one target that wait or are dead, in the order of its lane. Read in that order, so that what is past the limit is not read.
select l.target as number, l.name as target, d.event, d.part, d.rev, d.type, d.key, d.sequence, d.policy, d.findings, d.accepted_at,
       d.state, d.tries, d.due_at, null::int as outcome, coalesce(d.detail, '') as detail, null::int as ms
  from lane l
  cross join lateral (
       select o.sequence, o.part, o.event, o.rev, o.state, o.tries, o.due_at, o.detail, p.key, p.policy, p.findings, e.type, e.accepted_at
         from outbox o
         join packet p on p.event = o.event and p.target = o.target and p.part = o.part and p.rev = o.rev
         join event e on e.id = o.event
        where o.target = l.target
          and (o.sequence, o.part) > (case when l.target = :afterTarget::int then :afterSequence::bigint else -1 end, :afterPart::int)
          and (l.target, o.sequence, o.part) <= (:endTarget::int, :endSequence::bigint, :endPart::int)
          and o.sequence <= :upto
          and (:reason::text = '' or strpos(lower(o.detail), lower(:reason)) > 0)
          and (:key::text = '' or o.key_hash in (:keyHash, 0) and p.key = :key)
          and (:type::text = '' or e.type = :type)
          and e.accepted_at >= :from::timestamptz and e.accepted_at < coalesce(:to::timestamptz, 'infinity')
        order by o.target, o.sequence, o.part
        limit :limit) d
 where l.target between :afterTarget and :endTarget and (:target::text = '' or l.name = :target)
 order by l.target, d.sequence, d.part
 limit :limit
