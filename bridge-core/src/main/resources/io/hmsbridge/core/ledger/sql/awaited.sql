-- The targets for which packets wait.
select l.name, l.connector from lane l where exists (select from outbox o where o.target = l.target) order by l.target
