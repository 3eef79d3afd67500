-- Takes a lane that nobody alive has: whoever had it before can record nothing any more, and what they are recording is waited for.
update lane l set owner = :node, epoch = epoch + 1, asked_by = null
 where l.target = :target
   and not exists (select from node n where n.id = l.owner and n.id <> :node and n.beat_at > now() - :ttl * interval '1 millisecond')
returning epoch
