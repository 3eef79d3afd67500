-- Finds packets of one target, the newest first, however rarely it gets any. It is on an expression so that only those statements can be
-- planned with it that ask for that: on tables without statistics it would be taken for others, too, which then go through all packets
-- of a target for each row.
create index packet_of_target on packet ((target + 0), event);
