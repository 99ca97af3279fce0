"""What was read in when and by whom, and taking it out again."""
