"""Screens of log-in, one's own password, and accounts."""
