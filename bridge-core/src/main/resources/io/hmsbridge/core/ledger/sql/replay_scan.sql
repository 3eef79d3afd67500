-- Notes the packets that were accepted since a replay last looked: each of them may have overtaken one of its own.
insert into replay_newer (job, target, sheet, key_hash, event, part, rev, sent)
select j.id, p.target, s.name, hashtextextended(p.key, 0), p.event, p.part, 0, false
  from replay_job j
  join packet p on p.event > :scanned and p.event <= :upto and p.rev = 0
   and (j.target = '' or p.target = (select l.target from lane l where l.name = j.target))
  join sheet s on s.id = p.sheet
 where j.id = :job
