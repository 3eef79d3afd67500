-- Takes a bookmark that nobody else holds, and says how far its reader has come.
insert into bookmark (name, mark, holder, held_until) values (:name, :mark, :holder, now() + interval '30 s')
    on conflict (name) do update set holder = excluded.holder, held_until = excluded.held_until
     where bookmark.holder = excluded.holder or bookmark.held_until < now()
returning mark
