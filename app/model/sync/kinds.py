"""Which records every device of a user shares."""

KINDS = ("asset", "favourite", "kept", "playlist", "plays", "position")
