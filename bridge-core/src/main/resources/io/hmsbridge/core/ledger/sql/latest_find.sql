-- What is noted of some keys so far.
select k.n, l.content
  from (select unnest(:ns::int[]) as n, unnest(:sheets::int[]) as sheet, unnest(:keyHashes::bigint[]) as key_hash, unnest(:owns::bigint[]) as own) k
  join replay_latest l on l.job = :job and l.sheet = k.sheet and l.key_hash = k.key_hash and l.own = k.own
