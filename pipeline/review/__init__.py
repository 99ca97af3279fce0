"""What people decide about what was read and found."""
