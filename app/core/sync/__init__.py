"""Changes on their way to the server and to the other devices, and back."""
