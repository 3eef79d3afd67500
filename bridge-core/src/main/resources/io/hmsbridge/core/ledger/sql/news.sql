-- What other writers have queued since we last looked: the sequences of each of their commits, in the order of the commits.
select b.stream, b.n, b.low, b.high
  from unnest(:followed::int[], :followedTo::bigint[]) as f (stream, n)
  join batch b on b.stream = f.stream and b.n > f.n
 order by b.stream, b.n
