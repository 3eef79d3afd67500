-- How the deadlines of each target stand: the next that is not past, how many are expected to be missed, and how many were.
select l.name, n.next,
       (select count(*) from deadline d where d.target = l.target and d.state = 1) as endangered,
       (select count(*) from deadline d where d.target = l.target and d.state = 2) as missed
  from lane l
 cross join lateral (select min(d.deliver_by) as next from deadline d where d.target = l.target and d.state < 2) n
 where exists (select from deadline d where d.target = l.target)
