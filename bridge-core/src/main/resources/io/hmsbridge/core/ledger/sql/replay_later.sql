-- Makes packets that wait for their effective date.
with packets as (
    insert into packet (event, target, part, rev, sequence, key, form, sheet, policy, findings, content, stream, batch)
    select p.event, p.target, p.part, p.rev, p.sequence, p.key, p.form, p.sheet, p.policy, p.findings, p.content, :stream, :n
      from (select unnest(:events::bigint[]) as event, unnest(:targets::int[]) as target, unnest(:parts::int[]) as part,
                   unnest(:revs::int[]) as rev, unnest(:sequences::bigint[]) as sequence, unnest(:keys::text[]) as key, unnest(:forms::int[]) as form,
                   unnest(:sheets::int[]) as sheet, unnest(:policies::int[]) as policy, unnest(:findings::text[]) as findings,
                   unnest(:contents::bytea[]) as content) p
)
insert into scheduled (event, target, part, rev, due_at)
select s.event, s.target, s.part, s.rev, 'epoch'::timestamptz + s.micros * interval '1 microsecond'
  from (select unnest(:events::bigint[]) as event, unnest(:targets::int[]) as target, unnest(:parts::int[]) as part,
               unnest(:revs::int[]) as rev, unnest(:micros::bigint[]) as micros) s
