"""What encoded audio, samples and waveforms are made of."""
