-- How many packets of a replay's window have a newer one of the same target, sheet and key.
with newest as (
    select p.target, s.name, hashtextextended(p.key, 0) as key_hash, max(p.event) as event
      from packet p join sheet s on s.id = p.sheet
     where p.event between :low and :newest and (:target = '' or p.target = (select target from lane where name = :target)) and (:key = '' or p.key = :key)
     group by 1, 2, 3
    having min(p.event) < max(p.event)
), ended as (
    select distinct d.event, d.target, d.part, d.rev from delivery d where d.event between :low and :high and d.outcome = any(:outcomes)
)
select count(*)
  from newest n
  join (select p.event, p.target, p.part, max(p.rev) as rev, s.name, hashtextextended(p.key, 0) as key_hash
          from packet p join sheet s on s.id = p.sheet
         where p.event between :low and :high and (:key = '' or p.key = :key)
         group by p.event, p.target, p.part, s.name, p.key) p
    on p.target = n.target and p.name = n.name and p.key_hash = n.key_hash and p.event < n.event
  join ended d on d.event = p.event and d.target = p.target and d.part = p.part and d.rev = p.rev
  join event e on e.id = p.event and e.id between :low and :high
 where e.accepted_at >= :from::timestamptz and e.accepted_at < :to::timestamptz and (:type = '' or e.type = :type)
