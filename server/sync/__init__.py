"""The server's side of a sync: what every device has told it, in one order."""
