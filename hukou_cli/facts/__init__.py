"""Facts: their types, limits and defaults, and the reading of a text as a value."""
