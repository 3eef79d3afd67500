-- How far the next commit of a replay goes: up to so many packets, or so many bytes of them, in whole events.
select max(event) as upto, count(*) as packets
  from (select p.event, sum(octet_length(p.content)) over (order by p.event, p.target, p.part, p.rev) as bytes
          from (select * from packet where event > :position and event <= :high order by event limit :limit) p) p
 where p.bytes <= :bytes or p.event = (select min(f.event) from packet f where f.event > :position and f.event <= :high)
