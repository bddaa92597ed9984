"""Screens of acceptance (受理): reports that wait, one report line by line, joint matters."""
