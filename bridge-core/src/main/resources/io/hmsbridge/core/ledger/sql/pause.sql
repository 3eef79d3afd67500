-- Stops a lane, unless it stands still until then already.
update lane set paused = true, paused_until = :until::timestamptz, why = :why
 where target = :target
   and not (paused and coalesce(paused_until > now(), true) and paused_until is not distinct from :until::timestamptz)
