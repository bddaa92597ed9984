"""Verbs of the reporting loop, one module a subject."""
