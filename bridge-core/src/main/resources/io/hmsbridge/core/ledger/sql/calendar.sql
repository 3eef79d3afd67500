-- How many packets come due, or are to be delivered, between two moments: one row for each target and moment, the first so many.
select l.name, c.at, c.deadline, c.packets
  from (select target, due_at as at, false as deadline, count(*) as packets
          from scheduled where due_at >= :from and due_at < :to group by target, due_at
         union all
        select target, deliver_by, true, count(*)
          from deadline where deliver_by >= :from and deliver_by < :to group by target, deliver_by) c
  join lane l on l.target = c.target
 order by c.at, l.name, c.deadline
 limit :limit
