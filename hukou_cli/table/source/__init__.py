"""Tables as they are read: streams, text, JSON lines, Parquet."""
