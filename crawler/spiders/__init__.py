"""Spiders that any source can be followed with; none is written for a single site."""
