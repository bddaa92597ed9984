"""Rows of oversight: lights, difficulties and what was decided on them, extensions, closing and verification."""

from duban.oversight.models.cases import CoordinationCase, Directive, Holding, Instruction, Meeting
from duban.oversight.models.closings import Adjustment, Closing, Verification
from duban.oversight.models.lights import LightChange, LightOverride, LightRule

__all__ = [
    "Adjustment",
    "Closing",
    "CoordinationCase",
    "Directive",
    "Holding",
    "Instruction",
    "LightChange",
    "LightOverride",
    "LightRule",
    "Meeting",
    "Verification",
]
