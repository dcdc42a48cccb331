"""State to views: pure functions from a Screen to markup, without a JavaScript name."""
