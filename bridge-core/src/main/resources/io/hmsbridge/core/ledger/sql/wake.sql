-- One commit: packets whose effective date has come go into the outbox, some of them as new revisions, or end. Fails as a whole with
-- HB003 if one does not wait any more, or for a later date. Rows that go are looked up one by one: see record.
with gone as (
    delete from scheduled s
     where s.ctid = any(array(
        select (select i.ctid from scheduled i
                 where i.event = g.event and i.target = g.target and i.part = g.part and i.due_at <= :now)
          from (select unnest(:events::bigint[]) as event, unnest(:targets::int[]) as target, unnest(:parts::int[]) as part) g))
    returning 1
), ended as (
    insert into delivery (event, target, part, rev, try, epoch, outcome, ms, detail, stream, batch)
    select d.event, d.target, d.part, d.rev, 0, 0, d.outcome, 0, d.detail, :stream, :n
      from (select unnest(:endedEvents::bigint[]) as event, unnest(:endedTargets::int[]) as target, unnest(:endedParts::int[]) as part,
                   unnest(:endedRevs::int[]) as rev, unnest(:outcomes::int[]) as outcome, unnest(:details::text[]) as detail) d
), packets as (
    insert into packet (event, target, part, rev, sequence, key, form, sheet, policy, findings, content, stream, batch)
    select p.event, p.target, p.part, p.rev, p.sequence, p.key, p.form, p.sheet, p.policy, p.findings, p.content, :stream, :n
      from (select unnest(:newEvents::bigint[]) as event, unnest(:newTargets::int[]) as target, unnest(:newParts::int[]) as part,
                   unnest(:newRevs::int[]) as rev, unnest(:newSequences::bigint[]) as sequence, unnest(:keys::text[]) as key,
                   unnest(:forms::int[]) as form, unnest(:sheets::int[]) as sheet, unnest(:policies::int[]) as policy,
                   unnest(:findings::text[]) as findings, unnest(:contents::bytea[]) as content) p
), queued as (
    insert into outbox (target, sequence, part, event, rev, key_hash, state, tries)
    select q.target, q.sequence, q.part, q.event, q.rev, q.key_hash, 0, 0
      from (select unnest(:queuedEvents::bigint[]) as event, unnest(:queuedTargets::int[]) as target, unnest(:queuedParts::int[]) as part,
                   unnest(:queuedRevs::int[]) as rev, unnest(:queuedSequences::bigint[]) as sequence, unnest(:keyHashes::bigint[]) as key_hash) q
), landed as (
    insert into batch (stream, n, root, count, low, high) values (:stream, :n, :root, :count, :low, :high)
)
select expect((select count(*) from gone), cardinality(:events::bigint[]), 'HB003')
