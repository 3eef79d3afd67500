-- One commit: deliveries of packets that ended, whose outbox rows go; fails as a whole with HB002 if a lane is no longer
-- ours, with HB003 if a row is no longer there, or is that of another revision.
-- Rows that go are looked up one by one. A join was planned while the outbox was empty and vacuumed, from its side, and went
-- through all of it for each of them once it was full: 8 s instead of 1 ms for 500 of 100,000.
with ours as (
    select l.target from lane l join unnest(:lanes::int[], :epochs::bigint[]) as o (target, epoch) on l.target = o.target and l.epoch = o.epoch
     for share of l
), deliveries as (
    insert into delivery (event, target, part, rev, try, epoch, outcome, ms, detail, stream, batch)
    select d.event, d.target, d.part, d.rev, d.try, d.epoch, d.outcome, d.ms, d.detail, :stream, :n
      from (select unnest(:events::bigint[]) as event, unnest(:targets::int[]) as target, unnest(:parts::int[]) as part, unnest(:revs::int[]) as rev,
                   unnest(:tries::int[]) as try, unnest(:laneEpochs::bigint[]) as epoch, unnest(:outcomes::int[]) as outcome, unnest(:ms::int[]) as ms,
                   unnest(:details::text[]) as detail) d
), gone as (
    delete from outbox o
     where o.ctid = any(array(
        select (select i.ctid from outbox i
                 where i.target = g.target and i.sequence = g.sequence and i.part = g.part and i.rev = g.rev)
          from (select unnest(:goneTargets::int[]) as target, unnest(:goneSequences::bigint[]) as sequence,
                       unnest(:goneParts::int[]) as part, unnest(:goneRevs::int[]) as rev) g))
    returning 1
), parked as (
    update outbox o set state = p.state, tries = p.tries, detail = p.detail, waited_ms = p.waited_ms,
           due_at = case when p.delay_ms is null then null else now() + p.delay_ms * interval '1 millisecond' end
      from unnest(:parkedTargets::int[], :parkedSequences::bigint[], :parkedParts::int[], :parkedRevs::int[], :parkedStates::int[], :parkedTries::int[],
                  :delays::bigint[], :waits::bigint[], :parkedDetails::text[]) as p (target, sequence, part, rev, state, tries, delay_ms, waited_ms, detail)
     where o.target = p.target and o.sequence = p.sequence and o.part = p.part and o.rev = p.rev
       and o.ctid = any(array(
        select (select i.ctid from outbox i
                 where i.target = g.target and i.sequence = g.sequence and i.part = g.part and i.rev = g.rev)
          from (select unnest(:parkedTargets::int[]) as target, unnest(:parkedSequences::bigint[]) as sequence,
                       unnest(:parkedParts::int[]) as part, unnest(:parkedRevs::int[]) as rev) g))
    returning 1
), landed as (
    insert into batch (stream, n, root, count) values (:stream, :n, :root, :count)
)
select expect((select count(*) from ours), cardinality(:lanes::int[]), 'HB002')
   and expect((select count(*) from gone), cardinality(:goneTargets::int[]), 'HB003')
   and expect((select count(*) from parked), cardinality(:parkedTargets::int[]), 'HB003')
