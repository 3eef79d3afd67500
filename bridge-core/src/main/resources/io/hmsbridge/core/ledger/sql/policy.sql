-- The number of a policy's version, whose text is kept.
insert into policy (version, content) values (:version, :content)
on conflict (version) do update set version = excluded.version
returning id
