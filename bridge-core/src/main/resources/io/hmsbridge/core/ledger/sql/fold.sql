-- One commit: packets that newer ones of their keys cover leave the outbox, and those that stand for them become new revisions in
-- their places. Fails as a whole with HB002 if the lane is no longer ours, with HB003 if a row is no longer there. Rows
-- are looked up one by one: see record.
with ours as (
    select l.target from lane l where l.target = :target and l.epoch = :epoch for share of l
), ended as (
    insert into delivery (event, target, part, rev, try, epoch, outcome, ms, detail, stream, batch)
    select d.event, :target, d.part, d.rev, d.try, :epoch, :outcome, 0, d.detail, :stream, :n
      from (select unnest(:endedEvents::bigint[]) as event, unnest(:endedParts::int[]) as part, unnest(:endedRevs::int[]) as rev,
                   unnest(:endedTries::int[]) as try, unnest(:details::text[]) as detail) d
), gone as (
    delete from outbox o
     where o.ctid = any(array(
        select (select i.ctid from outbox i where i.target = g.target and i.sequence = g.sequence and i.part = g.part)
          from (select unnest(:goneTargets::int[]) as target, unnest(:goneSequences::bigint[]) as sequence, unnest(:goneParts::int[]) as part) g))
    returning 1
), packets as (
    insert into packet (event, target, part, rev, sequence, key, form, sheet, policy, findings, content, stream, batch)
    select p.event, :target, p.part, p.rev, p.sequence, p.key, p.form, p.sheet, p.policy, p.findings, p.content, :stream, :n
      from (select unnest(:newEvents::bigint[]) as event, unnest(:newParts::int[]) as part, unnest(:newRevs::int[]) as rev,
                   unnest(:newSequences::bigint[]) as sequence, unnest(:keys::text[]) as key, unnest(:forms::int[]) as form,
                   unnest(:sheets::int[]) as sheet, unnest(:policies::int[]) as policy, unnest(:findings::text[]) as findings,
                   unnest(:contents::bytea[]) as content) p
), revised as (
    update outbox o set rev = r.rev, tries = 0, waited_ms = 0
      from (select unnest(:newTargets::int[]) as target, unnest(:newSequences::bigint[]) as sequence, unnest(:newParts::int[]) as part,
                   unnest(:newRevs::int[]) as rev) r
     where o.target = r.target and o.sequence = r.sequence and o.part = r.part
       and o.ctid = any(array(
        select (select i.ctid from outbox i where i.target = g.target and i.sequence = g.sequence and i.part = g.part)
          from (select unnest(:newTargets::int[]) as target, unnest(:newSequences::bigint[]) as sequence, unnest(:newParts::int[]) as part) g))
    returning 1
), landed as (
    insert into batch (stream, n, root, count) values (:stream, :n, :root, :count)
)
select expect((select count(*) from ours), 1, 'HB002')
   and expect((select count(*) from gone), cardinality(:goneSequences::bigint[]), 'HB003')
   and expect((select count(*) from revised), cardinality(:newSequences::bigint[]), 'HB003')
