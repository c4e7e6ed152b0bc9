"""Rendering of results: screen, JSON, CSV and Markdown. A view computes nothing."""
