-- Events of a range with the packets that were made of them and what became of each. An event's own packets have its number as
-- their sequence, and no earlier revision; what was made of them later are revisions, or has a later one (redirections). Each packet is counted once: as
-- waiting while it has an outbox row, or waits for its effective date (also if it waits again after it had ended, under its old revision), else as ended, else
-- as lost. It is there twice if it has ended and the row that ended with it is still there, but for one that died before dead
-- packets waited in the outbox. The first row has the sums; those that follow, events that do not add up.
-- Put in one heap and grouped: a join of what was just written, of which there are no statistics yet, would be a nested loop.
with packets as (
    select event, target, part, rev, max(sequence) as sequence, min(waits) as waits, bool_and(dead) as dead, bool_and(died) as died
      from (select p.event, p.target, p.part, p.rev, p.sequence, null::bigint as waits, null::boolean as dead, null::boolean as died
              from packet p where p.event between :low and :high
             union all
            select o.event, o.target, o.part, o.rev, null, o.sequence, o.state = 3, null
              from outbox o where o.target = any(array(select l.target from lane l)) and o.sequence between :low and :high and o.sequence = o.event
             union all
            select o.event, o.target, o.part, o.rev, null, o.sequence, o.state = 3, null
              from outbox o where o.sequence <> o.event and o.event between :low and :high
             union all
            select s.event, s.target, s.part, s.rev, null, s.event, false, null
              from scheduled s where s.event between :low and :high
             union all
            select d.event, d.target, d.part, d.rev, null, null, null, d.outcome = 13
              from delivery d where d.event between :low and :high and d.outcome >= 10) heap
     group by event, target, part, rev
), events as (
    select event, max(matched) as matched, sum(made) as made, sum(again) as again, sum(ended) as ended, sum(pending) as pending,
           sum(dead) as dead, sum(lost) as lost, sum(twice) as twice
      from (select e.id as event, e.matched, 0 as made, 0 as again, 0 as ended, 0 as pending, 0 as dead, 0 as lost, 0 as twice
              from event e
             where e.id between :low and :high and e.accepted_at >= :from::timestamptz and e.accepted_at < coalesce(:to::timestamptz, 'infinity')
             union all
            select event, null, (sequence = event and rev = 0)::int, (sequence <> event or rev > 0)::int, (waits is null and died is not null)::int,
                   (not dead)::int, dead::int, (sequence is null or waits is null and died is null)::int,
                   (waits = sequence and died is not null and not (dead and died))::int
              from packets) heap
     group by event
    having max(matched) is not null
)
select null::bigint as event, count(*) as events, coalesce(sum(matched), 0) as matched, coalesce(sum(made), 0) as made,
       coalesce(sum(again), 0) as again, coalesce(sum(ended), 0) as ended, coalesce(sum(pending), 0) as pending,
       coalesce(sum(dead), 0) as dead, coalesce(sum(lost), 0) as lost, coalesce(sum(twice), 0) as twice
  from events
 union all
(select event, 1, matched, made, 0, 0, 0, 0, lost, twice
   from events where matched <> made or lost > 0 or twice > 0
  order by event limit :limit)
