-- Time passes: as much of it as is believed, whatever the database's clock says.
update installation
   set age_ms = age_ms + greatest(0, least(:atMost, (extract(epoch from now() - counted_at) * 1000)::bigint)), counted_at = now()
