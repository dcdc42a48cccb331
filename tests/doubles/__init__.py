"""A whole Larder over memory, and what stands in for the server, the clock and the speaker."""
