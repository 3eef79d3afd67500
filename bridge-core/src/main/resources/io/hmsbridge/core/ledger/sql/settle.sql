-- Ends packets of the outbox, and queues new revisions at the tails of their keys. Fails as a whole with HB003 if a row is no
-- longer there. Rows that go are looked up one by one: see record.
with ended as (
    insert into delivery (event, target, part, rev, try, epoch, outcome, ms, detail, stream, batch)
    select d.event, d.target, d.part, d.rev, d.try, 0, d.outcome, 0, d.detail, :stream, :n
      from (select unnest(:events::bigint[]) as event, unnest(:targets::int[]) as target, unnest(:parts::int[]) as part, unnest(:revs::int[]) as rev,
                   unnest(:tries::int[]) as try, unnest(:outcomes::int[]) as outcome, unnest(:details::text[]) as detail) d
), gone as (
    delete from outbox o
     where o.ctid = any(array(
        select (select i.ctid from outbox i where i.target = g.target and i.sequence = g.sequence and i.part = g.part)
          from (select unnest(:targets::int[]) as target, unnest(:sequences::bigint[]) as sequence, unnest(:parts::int[]) as part) g))
    returning 1
), packets as (
    insert into packet (event, target, part, rev, sequence, key, form, sheet, policy, findings, content, stream, batch)
    select p.event, p.target, p.part, p.rev, p.sequence, p.key, p.form, p.sheet, p.policy, p.findings, p.content, :stream, :n
      from (select unnest(:newEvents::bigint[]) as event, unnest(:newTargets::int[]) as target, unnest(:newParts::int[]) as part,
                   unnest(:newRevs::int[]) as rev, unnest(:newSequences::bigint[]) as sequence, unnest(:keys::text[]) as key,
                   unnest(:forms::int[]) as form, unnest(:sheets::int[]) as sheet, unnest(:policies::int[]) as policy,
                   unnest(:findings::text[]) as findings,
                   unnest(:contents::bytea[]) as content) p
), queued as (
    insert into outbox (target, sequence, part, event, rev, key_hash, state, tries)
    select q.target, q.sequence, q.part, q.event, q.rev, q.key_hash, 0, 0
      from (select unnest(:newTargets::int[]) as target, unnest(:newSequences::bigint[]) as sequence, unnest(:newParts::int[]) as part,
                   unnest(:newEvents::bigint[]) as event, unnest(:newRevs::int[]) as rev, unnest(:keyHashes::bigint[]) as key_hash) q
)
select expect((select count(*) from gone), cardinality(:targets::int[]), 'HB003')
