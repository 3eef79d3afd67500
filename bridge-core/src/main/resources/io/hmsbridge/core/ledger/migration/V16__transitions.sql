-- What has become of packets, commit by commit, for those who follow it and come back after a while.

-- When a commit began, by the database's clock: what it tells of comes after whatever its writer had heard of.
alter table batch add column at timestamptz not null default now();

-- The rows of a commit. Its first packets have the numbers of its events and need no index; equal entries of one are kept once, so
-- this one costs six bytes a row.
create index delivery_batch on delivery (stream, batch);
create index packet_batch on packet (stream, batch) where rev > 0;
