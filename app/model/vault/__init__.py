"""What the vault holds, plans and reports."""
