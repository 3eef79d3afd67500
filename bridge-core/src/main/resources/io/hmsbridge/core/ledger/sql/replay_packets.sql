-- The latest revisions of the packets between two events, with what became of them, for a replay as they were sent. The content
-- comes along where it is needed: where a newer packet may have overwritten it, or on request.
with waiting as materialized (
    select o.event, o.target, o.part, o.rev, o.state
      from outbox o where o.target = any(array(select l.target from lane l)) and o.sequence > :position and o.sequence <= :upto and o.sequence = o.event
     union all
    select o.event, o.target, o.part, o.rev, o.state
      from outbox o where o.sequence <> o.event and o.event > :position and o.event <= :upto
     union all
    select s.event, s.target, s.part, s.rev, 0
      from scheduled s where s.event > :position and s.event <= :upto
), ended as materialized (
    select distinct on (d.event, d.target, d.part, d.rev) d.event, d.target, d.part, d.rev, d.outcome
      from delivery d where d.event > :position and d.event <= :upto and d.outcome >= 10
     order by d.event, d.target, d.part, d.rev, d.at desc
), packets as (
    select distinct on (p.event, p.target, p.part) p.*
      from packet p where p.event > :position and p.event <= :upto
     order by p.event, p.target, p.part, p.rev desc
)
select p.event, p.target, l.name, p.part, p.rev, p.key, p.form, p.sheet, s.name as sheet_name, p.policy, p.findings, w.state, d.outcome, n.newer,
       hashtextextended(p.key, 0) as hash, case when n.newer or :withContent::boolean then p.content end as content
  from packets p
  join event e on e.id = p.event and e.id > :position and e.id <= :upto
  join lane l on l.target = p.target and (:target = '' or l.name = :target)
  join sheet s on s.id = p.sheet
  left join waiting w on w.event = p.event and w.target = p.target and w.part = p.part and w.rev = p.rev
  left join ended d on d.event = p.event and d.target = p.target and d.part = p.part and d.rev = p.rev
 cross join lateral (select exists (select from replay_newer n
                                     where n.job = :job and n.target = p.target and n.key_hash = hashtextextended(p.key, 0)
                                       and n.sheet = s.name and n.event > p.event) as newer) n
 where e.accepted_at >= :from::timestamptz and e.accepted_at < :to::timestamptz and (:type = '' or e.type = :type)
   and (:key = '' or p.key = :key)
   and (w.state is not null and w.state < 3 or w.state is null and d.outcome = any(:outcomes))
 order by p.event, p.target, p.part
