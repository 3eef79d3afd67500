-- The commits that come next after a bookmark, as in transitions, without what they say of packets.
with followed as (
    select s.id as stream, coalesce(f.n, 0) as n
      from stream s
      left join unnest(:streams::int[], :read::bigint[]) as f (stream, n) on f.stream = s.id
     where s.id >= :floor
), ahead as (
    select b.stream, b.n, b.count, max(b.at) over (partition by b.stream order by b.n) as at
      from followed f
      cross join lateral (select * from batch t where t.stream = f.stream and t.n > f.n order by t.n limit :commits) b
), counted as (
    select a.*, sum(a.count) over (order by a.at, a.stream, a.n) - a.count as before from ahead a
)
select stream, n, at from counted where before < :rows order by at, stream, n limit :commits
