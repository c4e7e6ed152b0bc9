"""The rule language: one tree, read as arithmetic (``evaluate``), as SQL (``sql``) and as words (``describe``)."""
