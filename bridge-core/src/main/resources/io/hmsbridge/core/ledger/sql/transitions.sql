-- The next commits after a bookmark, in the order in which they began, with what each says of packets: those that it made, those
-- that it tried or ended. A commit that says nothing of any comes as one row without a packet. All of one stream up to a commit
-- comes before it, even if the clock was set back in between. Of commits of which we know what they say, no packet is looked up.
with followed as (
    select s.id as stream, coalesce(f.n, 0) as n
      from stream s
      left join unnest(:streams::int[], :read::bigint[]) as f (stream, n) on f.stream = s.id
     where s.id >= :floor
), ahead as (
    select b.stream, b.n, b.low, b.high, b.count, max(b.at) over (partition by b.stream order by b.n) as at,
           (b.stream, b.n) in (select k.stream, k.n from unnest(:knownStreams::int[], :knownNs::bigint[]) as k (stream, n)) as known
      from followed f
      cross join lateral (select * from batch t where t.stream = f.stream and t.n > f.n order by t.n limit :commits) b
), counted as (
    select a.*, sum(a.count) over (order by a.at, a.stream, a.n) - a.count as before from ahead a
), step as materialized (
    select c.*, case when not known then stream end as looked_up, case when not known then low end as first
      from counted c where before < :rows order by at, stream, n limit :commits
)
select s.stream, s.n, s.at, t.event, l.name as target, t.part, t.rev, e.type, p.key, p.sequence, p.policy, p.findings, e.accepted_at,
       coalesce(o.state, t.state) as state, t.try as tries, o.due_at, t.outcome, coalesce(t.detail, o.detail, '') as detail, t.ms
  from step s
  left join lateral (
        select p.event, p.target, p.part, p.rev, 0 as made, case when w.event is null then 0 else 4 end as state, 0 as try, null::smallint as outcome,
               null as detail, null::int as ms
          from packet p
          left join scheduled w on w.event = p.event and w.target = p.target and w.part = p.part and w.rev = 0
         where p.event between s.first and s.high and p.rev = 0 and p.stream = s.looked_up and p.batch = s.n
           and not exists (select from delivery d where d.stream = s.stream and d.batch = s.n
                              and d.event = p.event and d.target = p.target and d.part = p.part and d.rev = 0)
        union all
        select p.event, p.target, p.part, p.rev, 2, 0, 0, null, null, null
          from packet p where p.stream = s.looked_up and p.batch = s.n and p.rev > 0
        union all
        select d.event, d.target, d.part, d.rev, 1, null, d.try, d.outcome, d.detail, d.ms
          from delivery d where d.stream = s.looked_up and d.batch = s.n
       ) t on true
  left join lane l on l.target = t.target
  left join event e on e.id = t.event
  left join packet p on p.event = t.event and p.target = t.target and p.part = t.part and p.rev = t.rev
  left join lateral (
        select w.state, w.due_at, w.detail from outbox w
         where w.target = t.target and w.sequence = p.sequence and w.part = t.part and w.event = t.event and w.rev = t.rev
           and w.tries = t.try and (t.outcome < 10 and w.state in (1, 3) or t.made = 0 and w.state = 3)) o on true
 order by s.at, s.stream, s.n, t.made, t.event, l.name, t.part, t.rev, t.try
