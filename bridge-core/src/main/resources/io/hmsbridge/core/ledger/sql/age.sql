-- Time passes. By how many milliseconds the database's clock was set back.
select tell_time(:atMost)
