-- Asks a lane's owner for it.
update lane set asked_by = :node where target = :target and owner is distinct from :node and asked_by is distinct from :node
