-- One commit: events, their packets and outbox rows, and the marks that recognise them when they come again.
-- Fails as a whole, with a unique violation or HB001, if one of them was seen before.
-- With HB004 if its numbers may not be appended any more, or were drawn ahead and are not the newest that were drawn: others may
-- have been answered with higher ones before. Its answer holds numbers drawn ahead for the next commit, after that was asked.
-- Its answer also tells whether other writers have queued packets that we have not looked for yet.
-- Unnested in the select list, the arrays of a table go in step and row by row; in "from", each would be stored first.
with marks as (
    insert into seen (slot, mark, body_hash, event)
    select (select seen_slot from installation where only_row), m.mark, m.body_hash, m.event
      from (select unnest(:marks::uuid[]) as mark, unnest(:bodyHashes::bytea[]) as body_hash, unnest(:ids::bigint[]) as event) m
     order by m.mark
), events as (
    insert into event (id, source, ext_id, type, subject, time, extensions, data, matched, stream, batch)
    select e.id, e.source, e.ext_id, e.type, e.subject, 'epoch'::timestamptz + e.micros * interval '1 microsecond', e.extensions, e.data, e.matched, :stream, :n
      from (select unnest(:ids::bigint[]) as id, unnest(:sources::text[]) as source, unnest(:extIds::text[]) as ext_id, unnest(:types::text[]) as type,
                   unnest(:subjects::text[]) as subject, unnest(:micros::bigint[]) as micros, unnest(:extensions::text[]) as extensions,
                   unnest(:data::bytea[]) as data, unnest(:matched::int[]) as matched) e
), packets as (
    insert into packet (event, target, part, rev, sequence, key, form, sheet, policy, findings, content, stream, batch)
    select p.event, p.target, p.part, 0, p.event, p.key, p.form, p.sheet, p.policy, p.findings, p.content, :stream, :n
      from (select unnest(:events::bigint[]) as event, unnest(:targets::int[]) as target, unnest(:parts::int[]) as part, unnest(:keys::text[]) as key,
                   unnest(:forms::int[]) as form, unnest(:sheets::int[]) as sheet, unnest(:policies::int[]) as policy,
                   unnest(:findings::text[]) as findings,
                   unnest(:contents::bytea[]) as content) p
), queued as (
    insert into outbox (target, sequence, part, event, rev, key_hash, state, tries, detail)
    select q.target, q.event, q.part, q.event, 0, q.key_hash, q.state, 0, q.detail
      from (select unnest(:events::bigint[]) as event, unnest(:targets::int[]) as target, unnest(:parts::int[]) as part,
                   unnest(:keyHashes::bigint[]) as key_hash, unnest(:states::int[]) as state, unnest(:reasons::text[]) as detail) q
     where q.state is not null
), scheduled as (
    insert into scheduled (event, target, part, rev, due_at)
    select s.event, s.target, s.part, 0, 'epoch'::timestamptz + s.micros * interval '1 microsecond'
      from (select unnest(:laterEvents::bigint[]) as event, unnest(:laterTargets::int[]) as target, unnest(:laterParts::int[]) as part,
                   unnest(:laterMicros::bigint[]) as micros) s
), deadlines as (
    insert into deadline (event, target, part, deliver_by)
    select d.event, d.target, d.part, 'epoch'::timestamptz + d.micros * interval '1 microsecond'
      from (select unnest(:deadlineEvents::bigint[]) as event, unnest(:deadlineTargets::int[]) as target, unnest(:deadlineParts::int[]) as part,
                   unnest(:deadlineMicros::bigint[]) as micros) d
), ended as (
    insert into delivery (event, target, part, rev, try, epoch, outcome, ms, detail, stream, batch)
    select d.event, d.target, d.part, 0, 0, 0, d.outcome, 0, d.detail, :stream, :n
      from (select unnest(:endedEvents::bigint[]) as event, unnest(:endedTargets::int[]) as target, unnest(:endedParts::int[]) as part,
                   unnest(:outcomes::int[]) as outcome, unnest(:details::text[]) as detail) d
), held_floor as (
    update number_floor set number = number where false -- for its lock: see raise_floor
), landed as (
    insert into batch (stream, n, root, count, low, high) values (:stream, :n, :root, :count, :low, :high)
)
select now() as accepted_at,
       expect((select count(*) from seen s where s.slot = 1 - (select seen_slot from installation where only_row) and s.mark = any(:marks::uuid[])), 0, 'HB001'),
       expect((select count(*) from number_floor f where f.number >= (:ids::bigint[])[1]), 0, 'HB004'),
       expect((select count(*) from number n where n.last_value <> :highest::bigint), 0, 'HB004'),
       (select coalesce(array_agg(nextval('number')), '{}') from generate_series(1, :ahead::int)) as ahead,
       (select max(id) from stream) as newest_stream,
       exists (select from unnest(:followed::int[], :followedTo::bigint[]) as f (stream, n)
                 join batch b on b.stream = f.stream and b.n = f.n + 1) as news
