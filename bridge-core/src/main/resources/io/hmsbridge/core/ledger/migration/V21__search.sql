-- Finds packets by key, by the type of their event and by how they ended, however rare those are. Each page range has a summary, which is
-- made when autovacuum comes by; what was written since is looked through. A B-tree of keys would cost every append a page of its own.
-- On expressions, so that only those statements are planned with them that ask for that.
create index packet_of_key on packet using brin ((key || '') text_bloom_ops (n_distinct_per_range = 1500, false_positive_rate = 0.01), event)
    with (pages_per_range = 32);
create index event_of_type on event using brin ((type || '') text_bloom_ops (n_distinct_per_range = 100), id) with (pages_per_range = 32);
create index delivery_of_outcome on delivery using brin ((outcome + 0) int4_minmax_multi_ops, event) with (pages_per_range = 32);
