-- Who runs which lane, and who wants it.
select l.target, l.owner, l.epoch, l.asked_by, l.paused, coalesce(n.beat_at > now() - :ttl * interval '1 millisecond', false) as alive
  from lane l left join node n on n.id = l.owner
