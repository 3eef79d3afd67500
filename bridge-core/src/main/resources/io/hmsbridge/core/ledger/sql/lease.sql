-- Takes a lane: whoever had it before can record nothing any more, and what they are recording is waited for.
update lane set owner = :owner, epoch = epoch + 1, beat_at = now() where target = :target returning epoch
