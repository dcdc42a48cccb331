"""What a save is while it is not done."""
