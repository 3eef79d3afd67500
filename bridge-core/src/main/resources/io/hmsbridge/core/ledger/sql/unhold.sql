-- Queues again what the lane's owner before held, since it knows why and we do not. Runs after the lease, to see all of it.
update outbox set state = 0 where target = :target and state = 2
