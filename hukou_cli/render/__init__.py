"""Answers as a screen, JSON, CSV or Markdown. A view computes nothing."""
