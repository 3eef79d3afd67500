-- Packets of a lane whose time to be tried again has come, the longest due first; past those that were read before.
select o.target, o.sequence, o.part, o.event, o.rev, o.key_hash, o.tries, o.waited_ms, o.due_at, o.state, p.key, p.form, p.sheet, p.content,
       p.policy, p.findings, e.source, e.ext_id, e.type, e.subject, e.time, e.accepted_at, e.extensions
  from (select * from outbox
         where target = :target and state = 1 and due_at <= now() and (due_at, sequence, part) > (:dueAt::timestamptz, :sequence, :part)
         order by due_at, sequence, part
         limit :limit) o
  join packet p on p.event = o.event and p.target = o.target and p.part = o.part and p.rev = o.rev
  join event e on e.id = o.event
 order by o.due_at, o.sequence, o.part
