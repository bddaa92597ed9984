"""Verbs of appraisal."""
