-- Puts packets into the outbox once more, as they are.
insert into outbox (target, sequence, part, event, rev, key_hash, state, tries)
select q.target, q.sequence, q.part, q.event, q.rev, q.key_hash, 0, 0
  from (select unnest(:targets::int[]) as target, unnest(:sequences::bigint[]) as sequence, unnest(:parts::int[]) as part,
               unnest(:events::bigint[]) as event, unnest(:revs::int[]) as rev, unnest(:keyHashes::bigint[]) as key_hash) q
