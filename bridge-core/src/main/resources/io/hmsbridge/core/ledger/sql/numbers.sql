-- Numbers for the events of one commit; drawn after their emits began, so that whatever was answered before has lower ones.
select nextval('number') from generate_series(1, :count)
