"""Bytes on their way from a device: resumable, and nobody's until they are whole and what was announced."""
