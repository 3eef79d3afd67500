-- PostgreSQL looks once a minute for what is to be vacuumed (autovacuum_naptime). At 300 events a second, 20,000 dead rows are not there
-- yet when it does, and 36,000 are a minute later: the outbox and its indexes take up twice as much as they need.
alter table outbox set (autovacuum_vacuum_threshold = 10000);
