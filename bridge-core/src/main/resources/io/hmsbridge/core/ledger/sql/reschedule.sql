-- Gives a packet that waits for its effective date another one.
update scheduled s set due_at = :due
  from lane l
 where l.target = s.target and l.name = :target and s.event = :event and s.part = :part and s.rev = :rev
