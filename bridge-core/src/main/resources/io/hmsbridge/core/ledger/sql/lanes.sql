-- Who runs which lane, who wants it, and how operators want it.
select l.target, l.owner, l.epoch, l.asked_by, coalesce(n.beat_at > now() - :ttl * interval '1 millisecond', false) as alive,
       l.paused and coalesce(l.paused_until > now(), true) as paused, l.paused_until,
       case when l.opened_until > now() then l.opened_until end as opened_until, l.why
  from lane l left join node n on n.id = l.owner
