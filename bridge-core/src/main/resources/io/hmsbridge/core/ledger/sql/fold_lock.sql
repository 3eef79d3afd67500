-- Locks packets of a lane that are to be folded, if they are still there, with their contents: key by key, in order. The latest
-- revision may be another packet's, which an operator has given to the target.
-- Locked one by one: joined, all of the outbox might be read to find them.
select o.target, o.sequence, o.part, o.event, o.rev, o.key_hash, o.tries, o.waited_ms, o.due_at, o.state, p.key, p.form, p.sheet, p.content,
       p.policy, p.findings, e.source, e.ext_id, e.type, e.subject, e.time, e.accepted_at, e.extensions, f.stretch,
       (select max(r.rev) from packet r where r.event = o.event and r.target = o.target and r.part = o.part) as latest
  from (select unnest(:sequences::bigint[]) as sequence, unnest(:parts::int[]) as part, unnest(:stretches::int[]) as stretch) f
 cross join lateral (select * from outbox w where w.target = :target and w.sequence = f.sequence and w.part = f.part for update) o
  join packet p on p.event = o.event and p.target = o.target and p.part = o.part and p.rev = o.rev
  join event e on e.id = o.event
 order by f.stretch, p.key, o.sequence, o.part
