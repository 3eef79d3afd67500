-- Lets a lane go on as its target is configured.
update lane set paused = false, paused_until = null, opened_until = null, why = ''
 where target = :target and (paused and coalesce(paused_until > now(), true) or opened_until > now())
