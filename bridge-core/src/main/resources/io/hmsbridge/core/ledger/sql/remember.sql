-- What a target's connector asked to remember under a name.
insert into memory (target, name, value) values (:target, :name, :value)
on conflict (target, name) do update set value = excluded.value
