"""Verbs of oversight."""
