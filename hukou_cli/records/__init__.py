"""Dated records counted for one edition in one round."""
