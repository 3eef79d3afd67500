-- Takes the replays that go on and that no process alive has; and names all that this one has.
with taken as (
    update replay_job j set owner = :node
     where j.state < 2 and j.owner is distinct from :node
       and not exists (select from node n where n.id = j.owner and n.beat_at > now() - :ttl * interval '1 millisecond')
    returning j.id
)
select id from replay_job where state < 2 and owner = :node
 union
select id from taken
 order by id
