-- Packets of one target, the newest first: without, those of one that rarely gets any are looked for among all others. Rows of a
-- target come in the order of their events, so each goes to the end of its part of the index.
create index packet_target on packet (target, event);
