-- Takes out the deadlines of packets that have ended, of the first so many in each target's line, and marks those that are past. Tells
-- how many each target has newly missed, and the first of them. One that lies ahead again, since a clock was set back, is not missed yet;
-- by a minute, for the clocks of several processes differ.
with line as materialized (
    select d.*, exists (select from outbox o where o.target = d.target and o.sequence = d.event and o.part = d.part and o.event = d.event)
             or exists (select from outbox o where o.event = d.event and o.target = d.target and o.part = d.part and o.sequence <> o.event)
             or exists (select from scheduled s where s.event = d.event and s.target = d.target and s.part = d.part) as waits
      from lane l cross join lateral (select * from deadline x where x.target = l.target order by x.target, x.deliver_by, x.event, x.part limit :limit) d
), over as (
    delete from deadline x using line d where not d.waits and x.event = d.event and x.target = d.target and x.part = d.part
), missed as (
    update deadline x set state = 2 from line d
     where d.waits and d.state < 2 and d.deliver_by <= :now and x.event = d.event and x.target = d.target and x.part = d.part and x.state < 2
    returning x.target, x.event, x.part, x.deliver_by
), ahead as (
    update deadline x set state = 0 from lane l where x.target = l.target and x.state = 2 and x.deliver_by > :now + interval '1 minute'
)
select l.name, count(*) as packets, min(m.deliver_by) as first, min(m.event) as event from missed m join lane l on l.target = m.target group by l.name
