"""Screens of units: list, page, names, members, posts and appointments, merging."""
