-- A process begins to work on this ledger.
insert into node (name, machine, pid, started_ms) values (:name, :machine, :pid, :startedMs) returning id
