"""Attacks on the program: files and values that people should never meet, and what the program did with each."""
