-- Which of these marks were seen before, and for what event.
select s.mark, s.body_hash, s.event from seen s where s.slot in (0, 1) and s.mark = any(:marks::uuid[])
