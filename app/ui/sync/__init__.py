"""What waits for the server, what it has refused, and when it was last heard."""
