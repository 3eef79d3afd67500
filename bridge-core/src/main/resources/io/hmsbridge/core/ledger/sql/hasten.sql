-- Makes the packets of a lane that wait for their next try due now.
update outbox set due_at = now() where target = :target and state = 1 and due_at > now()
