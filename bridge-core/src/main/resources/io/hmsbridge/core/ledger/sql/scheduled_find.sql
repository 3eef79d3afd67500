-- Locks a packet that waits for its effective date, and tells its target's number.
select s.target from scheduled s join lane l on l.target = s.target
 where s.event = :event and l.name = :target and s.part = :part and s.rev = :rev
   for update of s
