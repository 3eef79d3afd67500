-- Numbers for the events of one commit; drawn after their emits began, so that whatever was answered before has lower ones.
select array_agg(nextval('number')) as numbers from generate_series(1, :count)
