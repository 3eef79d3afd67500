-- How many packets of each target wait for their effective date.
select l.name, s.packets from (select target, count(*) as packets from scheduled group by target) s join lane l on l.target = s.target
