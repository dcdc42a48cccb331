"""The machine that Larder runs on: its Python environment, and the programs that tests drive.

Standard library only, because it runs before anything is installed.
"""
