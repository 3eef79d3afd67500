-- The processes that have beaten lately.
select id, name, machine, pid, started_ms, able from node where beat_at > now() - :ttl * interval '1 millisecond' order by id
