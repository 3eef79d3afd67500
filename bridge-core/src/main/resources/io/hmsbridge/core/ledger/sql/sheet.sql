-- The number of a sheet's version, whose text is kept.
insert into sheet (name, version, content) values (:name, :version, :content)
on conflict (name, version) do update set name = excluded.name
returning id
