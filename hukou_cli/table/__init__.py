"""Many applicants at once: a table of facts goes through the SQL reading of a policy in DuckDB."""
