-- Notes which partitions are expired, from when on, and forgets those that no longer are. The new ones.
with others as (
    delete from expired where no <> all(:nos)
)
insert into expired (no, since_ms) select p.no, i.age_ms from unnest(:nos::bigint[]) as p (no), installation i
on conflict do nothing
returning no
