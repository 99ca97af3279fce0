"""Scanned pages to text: Tesseract on a prepared image, doubts read a second time."""
