"""Workbooks (.xlsx): what their sheets hold, as text, and tables written as such."""
