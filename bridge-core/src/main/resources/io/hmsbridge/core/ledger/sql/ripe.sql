-- Partitions that were expired for so long that it can be no mistake of a clock.
select e.no from expired e, installation i where i.age_ms - e.since_ms >= :grace order by e.no
