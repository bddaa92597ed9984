"""Screens of periods (报告期): the year, setting and opening, the completeness board, exceptions, burden, checks."""
