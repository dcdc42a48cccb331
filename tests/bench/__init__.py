"""Measurements of the real program, each beside a floor that is measured in the same run."""
