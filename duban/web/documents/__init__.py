"""Screens of issued documents (发文)."""
