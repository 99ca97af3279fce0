"""What a document is, and the reference material: tables, gazetteers, samples. Standard library only."""
