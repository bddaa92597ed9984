"""Verbs of circulars and commendations."""
