-- A slice of a replay's window for its preview: events, and packets by target. The outbox is looked through by range.
with waiting as materialized (
    select o.event, o.target, o.part, o.rev, o.state
      from outbox o where o.target = any(array(select l.target from lane l)) and o.sequence between :low and :high and o.sequence = o.event
     union all
    select o.event, o.target, o.part, o.rev, o.state
      from outbox o where o.sequence <> o.event and o.event between :low and :high
), ended as materialized (
    select distinct on (d.event, d.target, d.part, d.rev) d.event, d.target, d.part, d.rev, d.outcome
      from delivery d where d.event between :low and :high and d.outcome >= 10
     order by d.event, d.target, d.part, d.rev, d.at desc
), events as materialized (
    select e.id, e.matched from event e
     where e.id between :low and :high and e.accepted_at >= :from::timestamptz and e.accepted_at < :to::timestamptz and (:type = '' or e.type = :type)
), packets as (
    select distinct on (p.event, p.target, p.part) p.event, p.target, p.part, p.rev, p.key
      from packet p where p.event between :low and :high
     order by p.event, p.target, p.part, p.rev desc
)
select null as target, (select count(*) from events) as packets, (select count(*) from events e where e.matched = 0) as waiting
 union all
select l.name, count(*) filter (where w.state is null and d.outcome = any(:outcomes) or w.state = 3 and 13 = any(:outcomes)), count(*) filter (where w.state < 3)
  from packets p
  join events e on e.id = p.event
  join lane l on l.target = p.target and (:target = '' or l.name = :target)
  left join waiting w on w.event = p.event and w.target = p.target and w.part = p.part and w.rev = p.rev
  left join ended d on d.event = p.event and d.target = p.target and d.part = p.part and d.rev = p.rev
 where :key = '' or p.key = :key
 group by l.name
