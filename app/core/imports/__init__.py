"""Files that a person brings in: recognised, copied, hashed, kept."""
