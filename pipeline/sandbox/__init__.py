"""Child processes with limits, in which bytes of strangers are read."""
