-- Finds packets by key and by the type of their event, however rare those are. Each page range has a summary, which is
-- made when autovacuum comes by; what was written since is looked through. A B-tree of keys would cost every append a page of its own.
-- On expressions, so that only those statements are planned with them that ask for that.
create index packet_of_key on packet using brin ((key || '') text_bloom_ops (n_distinct_per_range = 1500, false_positive_rate = 0.01), event)
    with (pages_per_range = 32);
create index event_of_type on event using brin ((type || '') text_bloom_ops (n_distinct_per_range = 100), id) with (pages_per_range = 32);

-- Packets that have ended otherwise than most.
create index delivery_otherwise on delivery (outcome, event) where outcome > 10;
