"""Every line of SQL text; nothing here runs it."""
