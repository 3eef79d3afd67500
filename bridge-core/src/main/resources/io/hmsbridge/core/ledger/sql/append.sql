-- One commit: events, their packets and outbox rows, and the marks that recognise them when they come again.
-- Fails as a whole, with a unique violation or HB001, if one of them was seen before.
-- Its answer also tells whether other writers have queued packets that we have not looked for yet.
with marks as (
    insert into seen (slot, mark, body_hash, event)
    select (select seen_slot from installation where only_row), m.mark, m.body_hash, m.event
      from unnest(:marks::uuid[], :bodyHashes::bytea[], :ids::bigint[]) as m (mark, body_hash, event)
     order by m.mark
), events as (
    insert into event (id, source, ext_id, type, subject, time, extensions, data, matched, stream, batch)
    select e.id, e.source, e.ext_id, e.type, e.subject, 'epoch'::timestamptz + e.micros * interval '1 microsecond', e.extensions, e.data, e.matched, :stream, :n
      from unnest(:ids::bigint[], :sources::text[], :extIds::text[], :types::text[], :subjects::text[], :micros::bigint[], :extensions::text[],
                  :data::bytea[], :matched::int[]) as e (id, source, ext_id, type, subject, micros, extensions, data, matched)
), packets as (
    insert into packet (event, target, part, rev, sequence, key, form, sheet, policy, content, stream, batch)
    select p.event, p.target, p.part, 0, p.event, p.key, p.form, p.sheet, p.policy, p.content, :stream, :n
      from unnest(:events::bigint[], :targets::int[], :parts::int[], :keys::text[], :forms::int[], :sheets::int[], :policies::int[], :contents::bytea[])
        as p (event, target, part, key, form, sheet, policy, content)
), queued as (
    insert into outbox (target, sequence, part, event, rev, key_hash, state, tries, detail)
    select q.target, q.event, q.part, q.event, 0, q.key_hash, q.state, 0, q.detail
      from unnest(:events::bigint[], :targets::int[], :parts::int[], :keyHashes::bigint[], :states::int[], :details::text[])
        as q (event, target, part, key_hash, state, detail)
     where q.state is not null
), ended as (
    insert into delivery (event, target, part, rev, try, epoch, outcome, ms, detail, stream, batch)
    select d.event, d.target, d.part, 0, 0, 0, d.outcome, 0, d.detail, :stream, :n
      from unnest(:events::bigint[], :targets::int[], :parts::int[], :outcomes::int[], :details::text[])
        as d (event, target, part, outcome, detail)
     where d.outcome is not null
), landed as (
    insert into batch (stream, n, root, count, low, high) values (:stream, :n, :root, :count, :low, :high)
)
select now() as accepted_at,
       expect((select count(*) from unnest(:marks::uuid[]) m join seen s on s.slot = 1 - (select seen_slot from installation where only_row) and s.mark = m), 0, 'HB001'),
       (select max(id) from stream) as newest_stream,
       exists (select from unnest(:followed::int[], :followedTo::bigint[]) as f (stream, n)
                 join batch b on b.stream = f.stream and b.n = f.n + 1) as news
