-- Where a packet is in the outbox; a dead one first, should it have been put back twice.
select o.target, o.sequence, o.part, o.state
  from lane l
  cross join lateral (select * from outbox f
                       where f.target = l.target and f.sequence = :event and f.part = :part and f.event = :event and f.rev = :rev
                      union all
                      select * from outbox b
                       where b.event = :event and b.target = l.target and b.sequence <> b.event and b.part = :part and b.rev = :rev) o
 where l.name = :target
 order by o.state = 3 desc, o.sequence
 limit 1
