-- Notes which packets may have overtaken some of a replay's: those of the same target, sheet and key that were accepted after the
-- first of them. Which keys the packets will have that are mapped again, nobody knows yet: then all are noted.
with job as (
    select j.*, (select l.target from lane l where l.name = j.target) as number from replay_job j where j.id = :job
), sent as (
    select distinct d.event, d.target, d.part, d.rev from delivery d where d.event between :low and :scanned and d.outcome = 10
), latest as (
    select distinct on (p.event, p.target, p.part) p.event, p.target, p.part, p.rev, p.key, s.name
      from packet p join sheet s on s.id = p.sheet
     where p.event between :low and :scanned
     order by p.event, p.target, p.part, p.rev desc
), keys as (
    select p.target, p.name, p.key, min(p.event) as first
      from job j
      join latest p on p.event <= :high and (j.target = '' or p.target = j.number) and (j.key = '' or p.key = j.key)
     where not :all::boolean
     group by p.target, p.name, p.key
)
insert into replay_newer (job, target, sheet, key_hash, event, part, rev, sent)
select j.id, p.target, p.name, hashtextextended(p.key, 0), p.event, p.part, p.rev, d.event is not null
  from job j
  join latest p on j.target = '' or p.target = j.number
  left join keys k on k.target = p.target and k.name = p.name and k.key = p.key and k.first < p.event
  left join sent d on d.event = p.event and d.target = p.target and d.part = p.part and d.rev = p.rev
 where :all::boolean or k.first is not null
