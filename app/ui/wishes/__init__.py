"""What a press means, room by room."""
