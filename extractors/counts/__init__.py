"""Numbers with a unit: COUNT, MONEY and PERCENT."""
