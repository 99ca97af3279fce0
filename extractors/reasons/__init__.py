"""Why something was found: the rules of an extractor again, this time with what they went by."""
