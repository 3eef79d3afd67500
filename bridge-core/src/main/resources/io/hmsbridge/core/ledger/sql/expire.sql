-- Gives up dead packets of a partition's events, some at a time: a delivery each that says so, and their outbox rows go. Not those
-- behind which others of their key wait, nor those of targets whose dead packets an operator has to act on.
with dead as (
    select o.target, o.sequence, o.part, o.event, o.rev, o.tries
      from lane l
      join outbox o on o.target = l.target and o.state = 3
     where o.event between :low and :high and l.target <> all(:kept::bigint[])
       and not exists (select from outbox b where b.target = o.target and b.key_hash = o.key_hash and b.state <> 3)
     order by o.target, o.sequence, o.part
     limit :limit
       for update of o
), ended as (
    insert into delivery (event, target, part, rev, try, epoch, outcome, ms, detail, stream, batch)
    select event, target, part, rev, tries, 0, :outcome, 0, :detail, :stream, :n from dead
), gone as (
    delete from outbox o using dead d where o.target = d.target and o.sequence = d.sequence and o.part = d.part
)
select d.event, d.target, l.name, d.part, d.rev, d.tries
  from dead d join lane l on l.target = d.target
 order by d.target, d.event, d.part, d.rev
