"""Nouns and rules. Standard library and numpy only: no I/O, no await, no clock."""
