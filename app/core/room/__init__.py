"""Room: what is retained, what has to go, and the log of it."""
