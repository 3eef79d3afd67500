-- Moves a bookmark on, for who holds it still.
update bookmark set mark = :mark, held_until = now() + interval '30 s' where name = :name and holder = :holder
