"""The appraised year."""

from tests.appraisal.year import draft, shown, year  # noqa: F401
