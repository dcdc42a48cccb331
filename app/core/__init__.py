"""Verbs: what Larder does, asynchronously, over the ports alone."""
