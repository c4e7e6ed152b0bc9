"""A city's policy: its file as typed models, the edition compiled from it, the catalog of editions, and the lint."""
