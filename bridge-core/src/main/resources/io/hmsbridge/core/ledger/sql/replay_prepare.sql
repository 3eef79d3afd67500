-- Notes which packets may have overtaken some of a replay's: those of the same target, sheet and key that were accepted after the
-- first of them. Which keys the packets will have that are mapped again, nobody knows yet: then all are noted.
with job as (
    select j.*, (select l.target from lane l where l.name = j.target) as number from replay_job j where j.id = :job
), keys as (
    select p.target, s.name, p.key, min(p.event) as first
      from job j
      join packet p on p.event between :low and :high and (j.target = '' or p.target = j.number) and (j.key = '' or p.key = j.key)
      join sheet s on s.id = p.sheet
     where not :all::boolean
     group by p.target, s.name, p.key
)
insert into replay_newer (job, target, sheet, key_hash, event, part)
select j.id, p.target, s.name, hashtextextended(p.key, 0), p.event, p.part
  from job j
  join packet p on p.event between :low and :scanned and p.rev = 0 and (j.target = '' or p.target = j.number)
  join sheet s on s.id = p.sheet
  left join keys k on k.target = p.target and k.name = s.name and k.key = p.key and k.first < p.event
 where :all::boolean or k.first is not null
