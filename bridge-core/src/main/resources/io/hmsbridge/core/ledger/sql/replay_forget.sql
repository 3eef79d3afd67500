-- Forgets some of what replays have noted that have ended; how much of it there was.
with forgotten as (
    delete from replay_newer
     where ctid = any(array(select n.ctid from replay_job j cross join lateral (select w.ctid from replay_newer w where w.job = j.id limit :limit) n
                             where j.state > 1 limit :limit))
    returning 1
), latest as (
    delete from replay_latest
     where ctid = any(array(select n.ctid from replay_job j cross join lateral (select l.ctid from replay_latest l where l.job = j.id limit :limit) n
                             where j.state > 1 limit :limit))
    returning 1
)
select greatest((select count(*) from forgotten), (select count(*) from latest))
