"""Waveforms: bytes to samples to peaks, in order and in slices."""
