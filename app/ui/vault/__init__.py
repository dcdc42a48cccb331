"""The vault view, card by card."""
