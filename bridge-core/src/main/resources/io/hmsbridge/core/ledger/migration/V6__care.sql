-- What keeps the database in shape over years. Done by one process at a time: the housekeeper.

-- How long bridges have run on this ledger: counted in small steps of the database's clock, so that a clock that is set,
-- forward or back, changes nothing. What must be kept for a time is kept for so much of this age.
alter table installation
    drop column seen_since,
    add column age_ms      bigint not null default 0,
    add column counted_at  timestamptz not null default now(),
    add column slot_age_ms bigint not null default 0; -- the age at which the slot of "seen" became the current one

-- Empties the older slot of "seen" and makes it the current one, once the current one has been that for the window: so an id
-- is recognised for at least one window, and for two at most.
create function turn_seen(window_ms bigint) returns boolean language plpgsql as $$
declare
    older smallint;
begin
    select 1 - seen_slot into older from installation where age_ms - slot_age_ms >= window_ms for update;
    if not found then
        return false;
    end if;
    -- Every append locks "seen" before it looks at it and reads the current slot in the same statement. So none is between
    -- the slots now, and those that wait for us see the new one: the same id cannot get into both.
    lock table seen in access exclusive mode;
    execute format('truncate seen_%s', older);
    update installation set seen_slot = older, slot_age_ms = age_ms;
    return true;
end $$;

-- Time passes: as much of it as is believed, whatever the clock says. Where the clock was set back, what waits until a time
-- of the old clock would wait for the difference, too: it is moved along. Returns by how many milliseconds that was.
create function tell_time(at_most_ms bigint) returns bigint language plpgsql as $$
declare
    before timestamptz;
    back   interval;
begin
    select counted_at into before from installation for update;
    update installation set counted_at = now(),
           age_ms = age_ms + greatest(0, least(at_most_ms, (extract(epoch from now() - counted_at) * 1000)::bigint));
    back := before - now();
    if back < interval '2 seconds' then
        return 0; -- clocks are slewed all the time
    end if;
    update outbox set due_at = due_at - back where state = 1;
    update node set beat_at = now() where beat_at > now(); -- or one that has gone would be taken for alive
    return (extract(epoch from back) * 1000)::bigint;
end $$;

-- How many numbers go into one partition of the ledger.
create function partition_size() returns bigint language sql immutable as 'select 1000000::bigint';

-- Makes sure that the ledger has room for the numbers below "upto". A partition is made on its own and attached then: that
-- waits for nobody and nobody waits for it, whereas "create table ... partition of" waits for every report that reads the
-- table, with all writers behind it.
create or replace function extend_ledger(upto bigint) returns void language plpgsql as $$
declare
    size constant bigint := partition_size();
    first bigint;
    parent text;
begin
    perform pg_advisory_xact_lock(hashtext('hms_bridge.extend_ledger'));
    select coalesce(max(substr(c.relname, 7)::bigint) + 1, 0) into first
      from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = 'event'::regclass;
    for p in first .. upto / size loop
        -- In the order in which readers lock them.
        foreach parent in array array['packet', 'event', 'delivery'] loop
            execute format('create table %1$s_%2$s (like %1$s including defaults including constraints including indexes)', parent, p);
            perform write_once(format('%s_%s', parent, p));
            execute format('alter table %1$s attach partition %1$s_%2$s for values from (%3$s) to (%4$s)', parent, p, p * size, (p + 1) * size);
        end loop;
    end loop;
end $$;

-- Rows that are written once and never changed: frozen as soon as they are vacuumed, so that a partition that is full is never
-- read again for that, nor all of them at once when the counter of transactions comes round. By fixed steps, since a share of
-- a table that only grows comes ever later.
create function write_once(name text) returns void language plpgsql as $$
begin
    execute format('alter table %I set (autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 250000,'
        ' autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 250000, autovacuum_freeze_min_age = 0,'
        ' toast.autovacuum_freeze_min_age = 0)', name);
end $$;
select write_once(c.relname) from pg_inherits i join pg_class c on c.oid = i.inhrelid
 where i.inhparent in ('packet'::regclass, 'event'::regclass, 'delivery'::regclass);
alter table batch set (autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 1000000,
    autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 1000000, autovacuum_freeze_min_age = 0);
alter table seen_0 set (autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 1000000,
    autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 1000000, autovacuum_freeze_min_age = 0);
alter table seen_1 set (autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 1000000,
    autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 1000000, autovacuum_freeze_min_age = 0);

-- The outbox is as large as the backlog and turns over completely: it is vacuumed by a fixed number of dead rows (V1), at full
-- speed. Not truncated: that takes a lock for which writers wait, and the space is wanted again at the next backlog. No room is
-- left in its pages (fillfactor): what an update changes (state, due_at) is in an index, so that no update can stay in its page.
alter table outbox set (autovacuum_vacuum_cost_delay = 0, vacuum_truncate = off);
-- Few rows, changed all the time, and read with every commit or beat.
alter table lane set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 100, vacuum_truncate = off);
alter table node set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500, vacuum_truncate = off, fillfactor = 50);

-- Partitions whose events are all older than they are kept, by the clock, and the age at which that was seen first: they are cut
-- a day of age later, so that a clock that was set by mistake costs nothing if it is noticed.
create table expired (
    no         bigint primary key,
    since_ms   bigint not null
);

-- Drops a partition of the ledger if all of it may go, and says what went: no row if it may not.
create function cut_partition(no bigint, keep_ms bigint) returns table (events bigint, packets bigint, deliveries bigint,
    oldest timestamptz, newest timestamptz) language plpgsql as $$
declare
    low  constant bigint := no * partition_size();
    high constant bigint := (no + 1) * partition_size() - 1;
begin
    set local enable_seqscan = on;
    -- Nothing is added to it while it is counted; it is read on. Nobody else writes there any more anyway.
    execute format('lock table packet_%1$s, event_%1$s, delivery_%1$s in share mode', no);
    execute format('select count(*), min(accepted_at), max(accepted_at) from event_%s', no) into events, oldest, newest;
    if newest >= now() - keep_ms * interval '1 millisecond' or waits(low, high) then
        return;
    end if;
    execute format('select count(*) from packet_%s', no) into packets;
    execute format('select count(*) from delivery_%s', no) into deliveries;
    for try in 1 .. 10 loop
        begin
            set local lock_timeout = 100; -- those who write wait behind us
            lock table only packet, only event, only delivery in access exclusive mode;
            -- Someone may have queued packets of it again in the meantime.
            if waits(low, high) then
                return;
            end if;
            execute format('drop table packet_%1$s, event_%1$s, delivery_%1$s', no);
            delete from expired e where e.no = cut_partition.no;
            return next;
            return;
        exception when lock_not_available then
            perform pg_sleep(0.3); -- let them pass
        end;
    end loop;
    raise exception 'partition % is being read', no using errcode = 'lock_not_available';
end $$;

-- Whether a packet of these events is in the outbox. One that was put back has another sequence than its event.
create function waits(low bigint, high bigint) returns boolean language sql stable as $$
    select exists (select from lane l
                    where exists (select from outbox o where o.target = l.target and o.sequence between low and high and o.sequence = o.event))
        or exists (select from outbox o where o.sequence <> o.event and o.event between low and high)
$$;
