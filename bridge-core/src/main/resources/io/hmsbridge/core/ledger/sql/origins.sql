-- Where events came from.
select id, source, ext_id, extensions from event where id = any(:events::bigint[])
