-- Of some targets and keys, those of which packets were accepted after a number.
select distinct k.target, k.key from packet p
  join (select unnest(:targets::int[]) as target, unnest(:keys::text[]) as key) k on k.target = p.target and k.key = p.key
 where p.event > :number and p.rev = 0
