-- After a restore: another incarnation, so that its idempotency keys are new, and numbers past all that were given since the backup.
with i as (update installation set incarnation = substr(replace(gen_random_uuid()::text, '-', ''), 1, 8) returning incarnation),
     n as (select setval('number', (select last_value from number) + :skip) as number),
     e as (select extend_ledger(n.number) is null as extended, n.number from n)
select incarnation, number, raise_floor(number) is null as raised from i, e where extended is not null
