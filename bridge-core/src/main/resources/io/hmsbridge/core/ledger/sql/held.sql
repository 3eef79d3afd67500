-- The first held packets of a key. They stay marked as held until they end, so that asking again finds them again.
select o.target, o.sequence, o.part, o.event, o.rev, o.key_hash, o.tries, o.waited_ms, o.due_at, o.state, p.key, p.form, p.sheet, p.content,
       p.policy, p.findings, e.source, e.ext_id, e.type, e.subject, e.time, e.accepted_at, e.extensions
  from (select * from outbox
         where target = :target and key_hash = :keyHash and state = 2
         order by sequence, part
         limit :limit) o
  join packet p on p.event = o.event and p.target = o.target and p.part = o.part and p.rev = o.rev
  join event e on e.id = o.event
 order by o.sequence, o.part
