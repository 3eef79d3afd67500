-- A replay has come so far. No row if it is not this process that runs it, or it runs no more.
update replay_job set position = :upto, scanned = greatest(scanned, :scanned), note = '',
       queued = queued + :queued, revised = revised + :revised, overtaken = overtaken + :overtaken, waiting = waiting + :waiting,
       blocked = blocked + :blocked, unchanged = unchanged + :unchanged, failed = failed + :failed, had = had + :had, scheduled = scheduled + :scheduled
 where id = :job and state = 1 and owner = :node and position = :position
returning id
