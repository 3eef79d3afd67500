-- Notes packets as the newest of their keys, in place of those before them.
insert into replay_latest (job, sheet, key_hash, own, event, part, content)
select :job, l.sheet, l.key_hash, l.own, l.event, l.part, l.content
  from (select unnest(:sheets::int[]) as sheet, unnest(:keyHashes::bigint[]) as key_hash, unnest(:owns::bigint[]) as own,
               unnest(:events::bigint[]) as event, unnest(:parts::int[]) as part, unnest(:contents::bytea[]) as content) l
    on conflict (job, sheet, key_hash, own) do update set event = excluded.event, part = excluded.part, content = excluded.content
