-- Notes which deadlines of a target are expected to be missed, and which are not any more. Tells how many there are anew, and the first.
with better as (
    update deadline d set state = 0 where d.target = (select target from lane where name = :target) and d.state = 1 and d.deliver_by >= :expected
), worse as (
    update deadline d set state = 1
     where d.target = (select target from lane where name = :target) and d.state = 0 and d.deliver_by < :expected
    returning d.deliver_by, d.event
)
select count(*) as packets, min(deliver_by) as first, min(event) as event from worse
