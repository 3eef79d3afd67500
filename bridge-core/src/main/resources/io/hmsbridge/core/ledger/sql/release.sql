-- Gives a lane up, if it is still ours.
update lane set owner = null where target = :target and owner = :node and epoch = :epoch
