"""Stores around stores that go wrong on purpose. Untriggered, they keep the contract of what they wrap."""
