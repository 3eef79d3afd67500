-- How far the next commit of a replay goes: up to so many packets, or so many bytes of them, and on to the end of the last event.
select max(event) as upto, count(*) as packets
  from (select p.event, sum(octet_length(p.content)) over (order by p.event) as bytes
          from (select * from packet
                 where event > :position and event <= :high
                   and (:target = '' or target = (select l.target from lane l where l.name = :target)) and (:key = '' or key = :key)
                 order by event
                 fetch first :limit rows with ties) p) p
 where p.bytes <= :bytes or p.event = (select min(f.event) from packet f where f.event > :position and f.event <= :high
                   and (:target = '' or f.target = (select l.target from lane l where l.name = :target)) and (:key = '' or f.key = :key))
