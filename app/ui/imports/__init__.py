"""Bringing files in, as it is seen."""
