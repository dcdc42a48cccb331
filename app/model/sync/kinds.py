"""Which records every device of a user shares."""

KINDS = ("asset", "favourite", "playlist", "position")
EDITED = frozenset({"asset", "playlist"})
"""Those that a person works on: what became of a conflict is told of these alone."""
UNNOTICED = frozenset({"position"})
"""Those that change by themselves while something plays: nobody waits for them to arrive."""
