-- Drops a partition of the ledger, and says what went with it; no row if it may not go.
select events, packets, deliveries, oldest, newest from cut_partition(:no, :keep)
