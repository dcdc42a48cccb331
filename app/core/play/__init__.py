"""Playing: from here or from the server, where it was left, what was listened to."""
