"""Server-rendered pages in Persian, Arabic and English."""
