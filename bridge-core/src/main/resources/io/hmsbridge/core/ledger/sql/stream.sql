-- A writer begins: its commits are numbered in a stream of its own.
insert into stream (node, process, queues) values (:name, :node, :queues) returning id
