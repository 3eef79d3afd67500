-- A process has ended: nobody needs to wait until its leases run out.
update node set beat_at = 'epoch' where id = any(:nodes)
