-- The number of a sheet's version, whose text is kept; the latest since is the one in force.
insert into sheet (name, version, content) values (:name, :version, :content)
on conflict (name, version) do update set since = now()
returning id
