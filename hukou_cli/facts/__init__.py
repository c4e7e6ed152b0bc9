"""What a fact is, and how its text becomes a value."""
