"""Screens of measures (指标): one fact, entered once, serves every matter that needs it."""
