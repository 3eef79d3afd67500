-- What decides whether the database keeps what it was given, and what we may do in it.
select current_setting('server_version') as version, current_setting('fsync') as fsync, current_setting('full_page_writes') as full_page_writes,
       current_setting('synchronous_commit') as synchronous_commit, current_setting('autovacuum') as autovacuum,
       array(select c.relname::text from pg_class c
              where c.relnamespace = 'hms_bridge'::regnamespace and c.relkind in ('r', 'p') and c.relname <> 'flyway_schema_history'
                and not (has_table_privilege(c.oid, 'select') and has_table_privilege(c.oid, 'insert')
                         and has_table_privilege(c.oid, 'update') and has_table_privilege(c.oid, 'delete'))
              order by 1) as lacking,
       (select count(*) from pg_stat_activity where backend_type = 'client backend') as connections,
       current_setting('max_connections')::int as most_connections, clock_timestamp() as now
