-- Writes events from "first" to "last", each delivered to one target, as copies of one that was. Columns are looked up, so
-- that the schema may grow; what tells rows apart is made anew.
create function pg_temp.fill(first bigint, last bigint) returns void language plpgsql as $$
declare
    model bigint;
    own constant text[] := array['event', 'packet', 'delivery'];
    ledger text;
    id text;
    names text;
    contents text;
begin
    perform extend_ledger(last);
    select min(event) into model from packet;
    foreach ledger in array own loop
        id := case ledger when 'event' then 'id' else 'event' end;
        select string_agg(quote_ident(attname), ', ' order by attnum),
               string_agg(case when attname = id or attname = 'sequence' then 'n'
                               when attname = 'ext_id' then '''f-'' || n'
                               when attname in ('subject', 'key') then '''customer-'' || n % 1000'
                               when attname in ('accepted_at', 'at') then 'now() - ($2 - n) * interval ''1 ms'''
                               else 'm.' || quote_ident(attname) end, ', ' order by attnum)
          into names, contents
          from pg_attribute where attrelid = ledger::regclass and attnum > 0 and not attisdropped;
        execute format('insert into %1$I (%2$s) select %3$s from generate_series($1, $2) n, (select * from %1$I where %4$I = $3 limit 1) m',
                       ledger, names, contents, id) using first, last, model;
    end loop;
    insert into seen (slot, mark, body_hash, event)
    select s.slot, gen_random_uuid(), s.body_hash, n from generate_series(first, last) n, (select * from seen limit 1) s;
end $$;
