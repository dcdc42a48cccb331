"""Bytes that were brought into this browser, on their way to the server."""
