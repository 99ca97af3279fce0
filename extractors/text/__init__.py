"""The analyzer and what it stands on: aligned folding, tokens, segmentation, stemming, language."""
