"""Exact numbers, months, TOML sources, findings: what every other package may use."""
