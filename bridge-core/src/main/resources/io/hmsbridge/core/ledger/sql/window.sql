-- The numbers of the first and the last event that were accepted in a window. Found by their times alone: in the order of
-- their numbers, all events before the window would be read.
with inside as materialized (
    select id from event where accepted_at >= :from::timestamptz and accepted_at < coalesce(:to::timestamptz, 'infinity')
)
select min(id) as low, max(id) as high from inside
