-- The number of a sheet's version, whose text is kept; the latest since is the one in force, also after the clock was set back.
insert into sheet (name, version, content, since)
select :name, :version, :content, greatest(now(), (select max(s.since) from sheet s where s.name = :name) + interval '1 microsecond')
on conflict (name, version) do update set since = excluded.since
returning id
