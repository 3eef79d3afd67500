-- Queues again what the lane's owner before held, unless what it waits for is still there. Runs after the lease, to see all of it.
update outbox o set state = 0
 where o.target = :target and o.state = 2
   and not (:byKey and exists (select from outbox w where w.target = o.target and w.key_hash = o.key_hash
                                  and (w.state = 1 or :withDead and w.state = 3)))
