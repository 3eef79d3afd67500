-- Opens a lane in spite of its target's windows.
update lane set opened_until = :until::timestamptz, why = :why where target = :target and opened_until is distinct from :until::timestamptz
