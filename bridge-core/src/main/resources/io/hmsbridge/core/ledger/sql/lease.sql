-- Takes a lane: whoever had it before can record nothing any more. What it held is queued again, since it knows why and we do not.
with unheld as (
    update outbox set state = 0 where target = :target and state = 2
)
update lane set owner = :owner, epoch = epoch + 1, beat_at = now() where target = :target returning epoch
