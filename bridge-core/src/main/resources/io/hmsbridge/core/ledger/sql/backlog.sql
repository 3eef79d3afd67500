-- How many packets wait, for each target and state.
select l.name, o.state, count(*) as packets from outbox o join lane l on l.target = o.target group by l.name, o.state order by l.name, o.state
