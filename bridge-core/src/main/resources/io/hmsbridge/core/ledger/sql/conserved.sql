-- Events of a range with the packets that were made of them and what became of each. An event's own packets have its number as
-- their sequence; what was made of them later (revisions, redirections) has a later one. A packet that waits again after it had
-- ended, under its old revision, waits. The first row has the sums; those that follow, events that do not add up.
with waiting as (
    select o.event, o.target, o.part, o.rev, o.sequence, o.state
      from lane l
      join outbox o on o.target = l.target and o.sequence between :low and :high and o.sequence = o.event
     union all
    select o.event, o.target, o.part, o.rev, o.sequence, o.state
      from outbox o where o.sequence <> o.event and o.event between :low and :high
), ended as (
    select distinct d.event, d.target, d.part, d.rev from delivery d where d.event between :low and :high and d.outcome >= 10
), packets as (
    select p.event,
           count(*) filter (where p.sequence = p.event) as made,
           count(*) filter (where p.sequence <> p.event) as again,
           count(*) filter (where d.event is not null and (w.event is null or w.sequence = p.sequence)) as ended,
           count(*) filter (where w.state <> 3) as pending,
           count(*) filter (where w.state = 3) as dead
      from packet p
      left join waiting w on w.event = p.event and w.target = p.target and w.part = p.part and w.rev = p.rev
      left join ended d on d.event = p.event and d.target = p.target and d.part = p.part and d.rev = p.rev
     where p.event between :low and :high
     group by p.event
), events as (
    select e.id, e.matched, coalesce(p.made, 0) as made, coalesce(p.again, 0) as again, coalesce(p.ended, 0) as ended,
           coalesce(p.pending, 0) as pending, coalesce(p.dead, 0) as dead
      from event e left join packets p on p.event = e.id
     where e.id between :low and :high and e.accepted_at >= :from::timestamptz and e.accepted_at < coalesce(:to::timestamptz, 'infinity')
)
select null::bigint as event, count(*) as events, coalesce(sum(matched), 0) as matched, coalesce(sum(made), 0) as made,
       coalesce(sum(again), 0) as again, coalesce(sum(ended), 0) as ended, coalesce(sum(pending), 0) as pending,
       coalesce(sum(dead), 0) as dead
  from events
 union all
(select id, 1, matched, made, again, ended, pending, dead
   from events where matched <> made or made + again <> ended + pending + dead
  order by id limit :limit)
