-- What lists have beside packets that were delivered: of the events from "first" to "last", packets of further targets that no
-- sheet names any more. A million wait, a million were masked of which few are blocked, some are dead, scheduled or unmatched; and acts.
create function pg_temp.fill_lists(first bigint, last bigint) returns void language plpgsql as $$
declare
    model packet;
    own    constant int := (select min(target) from packet);
    parked constant int := nextval(pg_get_serial_sequence('lane', 'target'));
    masked constant int := nextval(pg_get_serial_sequence('lane', 'target'));
    later  constant int := nextval(pg_get_serial_sequence('lane', 'target'));
    rare   constant int := nextval(pg_get_serial_sequence('lane', 'target'));
    absent constant int := nextval(pg_get_serial_sequence('lane', 'target'));
begin
    insert into lane (target, name, connector) overriding system value
    values (parked, 'parked', 'None'), (masked, 'masked', 'None'), (later, 'later', 'None'), (rare, 'rare', 'None'), (absent, 'absent', 'None');
    select * into model from packet limit 1;

    insert into packet (event, target, part, rev, sequence, key, form, sheet, policy, content, stream, batch, findings)
    select n, case n % 10 when 1 then parked when 2 then masked else later end, 0, 0, n, 'customer-' || n % 1000, model.form, model.sheet,
           model.policy, model.content, model.stream, model.batch,
           case when n % 500 = 2 then '[{"class":"pan","field":"card","action":"block","rule":"pan"}]'
                when n % 10 = 2 then '[{"class":"ssn","field":"ssn","action":"mask","rule":"ssn"}]' end
      from generate_series(first, last) n where n % 10 in (1, 2) or n % 50 = 3;
    insert into packet (event, target, part, rev, sequence, key, form, sheet, policy, content, stream, batch)
    select n, rare, 0, 0, n, 'rare', model.form, model.sheet, model.policy, model.content, model.stream, model.batch
      from generate_series(first, first + 9) n;

    insert into outbox (target, sequence, part, event, rev, key_hash, state, tries)
    select parked, n, 0, n, 0, 0, 0, 0 from generate_series(first, last) n where n % 10 = 1;
    insert into outbox (target, sequence, part, event, rev, key_hash, state, tries, detail)
    select own, n, 0, n, 0, case n % 1000 when 500 then 0 else 1 + n % 1000 end, 3, 1, case when n <= first + 100 then 'a rare reason' else 'POST http://sink/orders 422' end
      from generate_series(first, last) n where n % 100 = 0;
    insert into scheduled (event, target, part, rev, due_at)
    select n, later, 0, 0, now() + interval '1 day' + (n - first) * interval '1 second' from generate_series(first, last) n where n % 50 = 3;
    insert into delivery (event, target, part, rev, try, epoch, outcome, ms, detail, stream, batch)
    select n, masked, 0, 0, 0, 0, case when n % 500 = 2 then 12 else 10 end, 0, case when n % 500 = 2 then 'pan in card' else 'POST /masked 204' end,
           model.stream, model.batch
      from generate_series(first, last) n where n % 10 = 2 and n > first + 9;
    insert into delivery (event, target, part, rev, try, epoch, outcome, ms, detail, stream, batch)
    select n, rare, 0, 0, 0, 0, 10, 0, 'POST /rare 204', model.stream, model.batch from generate_series(first, first + 9) n;
    update event set matched = 0 where id between first and first + 9;
    delete from packet where event between first and first + 9 and target <> rare;
    insert into act (at, who, kind, why, detail, count, stream, batch)
    select now(), 'operator', 'requeue', 'again', 'pkt-' || n, 1, model.stream, model.batch from generate_series(1, (last - first) / 50) n;
end $$;
