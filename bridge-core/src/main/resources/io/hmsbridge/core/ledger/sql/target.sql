-- The number of a target, which it keeps for ever; its connector is remembered for packets that outlive their sheet.
insert into lane (name, connector) values (:name, :connector)
on conflict (name) do update set connector = excluded.connector
returning target
