-- The targets and keys of which packets were accepted after a number: few, as what asks has just drawn it.
select distinct target, key from packet where event > :number and rev = 0
