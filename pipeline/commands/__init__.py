"""The commands, one file each. A body parses, calls one function, prints; data to stdout, talk to stderr."""
