"""Every word that people read, in both languages."""
