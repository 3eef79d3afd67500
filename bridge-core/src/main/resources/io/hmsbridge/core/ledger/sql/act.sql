-- An operator's act, written in the commit of what it does.
insert into act (who, kind, why, detail, count, stream, batch) values (:who, :kind, :why, :detail, :count, :stream, :n)
returning id, at, who, kind, why, detail, count
