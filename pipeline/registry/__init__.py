"""What an office counts."""
