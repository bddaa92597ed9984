"""Screens of the trail (办理留痕), and the lines that other pages show of it."""

from duban.web.trail.telling import Line, lines

__all__ = ["Line", "lines"]
