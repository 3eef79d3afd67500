-- The keys of which packets wait, by target: after a restore those that may have been sent since the backup.
select l.name || '  ' || p.key || '  ' || count(*) || case when count(*) = 1 then ' packet' else ' packets' end as line
  from outbox o
  join lane l on l.target = o.target
  join packet p on p.event = o.event and p.target = o.target and p.part = o.part and p.rev = o.rev
 where o.state <> 3
 group by l.name, p.key
 order by l.name, p.key
