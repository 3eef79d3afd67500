-- Where a lane's packets stand that are not alone in waiting for their turn, key by key and in order. One that waits for its next try
-- is among them: nothing may pass it.
select sequence, part, key_hash
  from (select sequence, part, key_hash,
               count(*) over (partition by key_hash order by sequence, part rows between unbounded preceding and unbounded following) as packets
          from outbox
         where target = :target and state in (0, 1, 2) and (:keys::bigint[] is null or key_hash = any(:keys))) o
 where packets > 1
 order by key_hash, sequence, part
