"""Screens of the appraisal (考核)."""
