"""Saves that wait, run, pause and go on."""
