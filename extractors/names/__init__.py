"""ORG, PERSON and PLACE: a trained tagger a language, gazetteers and rules, and what a document says twice."""
