-- For how long the first packet of each lane that has not ended has waited since its event was accepted, in milliseconds.
select l.name, greatest(0, extract(epoch from now() - e.accepted_at) * 1000)::bigint as ms
  from lane l
 cross join lateral (select event from outbox o where o.target = l.target and o.state <> 3 order by o.sequence, o.part limit 1) o
  join event e on e.id = o.event
