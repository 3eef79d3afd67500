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
