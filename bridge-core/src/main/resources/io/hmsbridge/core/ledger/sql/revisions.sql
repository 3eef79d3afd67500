-- The latest revision of each of some packets of a target, in their order.
select (select max(r.rev) from packet r where r.event = w.event and r.target = :target and r.part = w.part) as latest
  from unnest(:events::bigint[], :parts::int[]) with ordinality as w (event, part, place)
 order by w.place
