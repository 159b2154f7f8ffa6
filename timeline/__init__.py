"""Merges readings into events and measures, keeps them in one SQLite file, and shows, exports and queries them."""
