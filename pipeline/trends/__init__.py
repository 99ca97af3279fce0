"""What changes over time: bursts of volume, names that come up, who is named with whom, who is quoted."""
