"""What a vault promises, as steps that may be taken in any order and what holds after each."""
