-- Forgets processes that ended long ago, have nothing, and are not among the latest; what they wrote keeps its stream.
with former as (
    select n.id from node n
     where n.beat_at < now() - interval '90 days' and n.id < (select max(id) from node) - 1000
       and not exists (select from lane l where n.id in (l.owner, l.asked_by))
     order by n.id limit 1000
), streams as (
    update stream s set process = null from former f where s.process = f.id
)
delete from node n using former f where n.id = f.id
