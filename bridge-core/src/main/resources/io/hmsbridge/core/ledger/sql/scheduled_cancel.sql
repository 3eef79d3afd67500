-- Ends a packet that waits for its effective date.
with gone as (
    delete from scheduled where event = :event and target = :target and part = :part
)
insert into delivery (event, target, part, rev, try, epoch, outcome, ms, detail, stream, batch)
values (:event, :target, :part, :rev, 0, 0, :outcome, 0, :detail, :stream, :n)
