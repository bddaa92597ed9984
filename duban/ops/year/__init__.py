"""A simulated year (模拟年度) for the demo: four quarters of all units, acted by the users' own verbs.

Nothing here writes a row that a person could not make, and nothing asks the clock or a random source: every
choice follows from a stable key (a unit's name, a matter's number, the quarter), so two runs give the same year.
"""
