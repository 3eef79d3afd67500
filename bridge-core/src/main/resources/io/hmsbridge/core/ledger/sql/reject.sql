-- Ends blocked packets that an approver has rejected.
insert into delivery (event, target, part, rev, try, epoch, outcome, ms, detail, stream, batch)
select d.event, d.target, d.part, d.rev, 0, 0, :outcome, 0, :detail, :stream, :n
  from (select unnest(:events::bigint[]) as event, unnest(:targets::int[]) as target, unnest(:parts::int[]) as part, unnest(:revs::int[]) as rev) d
