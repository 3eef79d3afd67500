-- Packets that were just queued wait for their effective date instead.
with gone as (
    delete from outbox o
     using (select unnest(:targets::int[]) as target, unnest(:sequences::bigint[]) as sequence, unnest(:parts::int[]) as part,
                   unnest(:micros::bigint[]) as micros) g
     where o.target = g.target and o.sequence = g.sequence and o.part = g.part
    returning o.event, o.target, o.part, o.rev, 'epoch'::timestamptz + g.micros * interval '1 microsecond' as due_at
)
insert into scheduled (event, target, part, rev, due_at) select event, target, part, rev, due_at from gone
