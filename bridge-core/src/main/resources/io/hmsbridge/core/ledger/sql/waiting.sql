-- The keys of a lane that wait for a packet's next try and for how long still, or for an operator to act on a dead packet.
select key_hash, sequence, part, state, greatest(0, extract(epoch from due_at - now()) * 1000)::bigint as delay_ms
  from outbox where target = :target and (state = 1 or :withDead and state = 3)
