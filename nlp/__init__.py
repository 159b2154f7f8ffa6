"""Reads trade-policy text: time expressions, entities, policy events and statements, each with its evidence."""
