"""Rows of oversight: lights, difficulties and what was decided on them, extensions, closing, inspections, urging."""

from duban.oversight.models.cases import CoordinationCase, Directive, Holding, Instruction, Meeting
from duban.oversight.models.closings import Adjustment, Closing, Verification
from duban.oversight.models.inspections import Conclusion, Inspection, Rectification, Urging
from duban.oversight.models.lights import LightChange, LightLook, LightOverride, LightRule, LightStanding, YearSeen

__all__ = [
    "Adjustment",
    "Closing",
    "Conclusion",
    "CoordinationCase",
    "Directive",
    "Holding",
    "Inspection",
    "Instruction",
    "LightChange",
    "LightLook",
    "LightOverride",
    "LightRule",
    "LightStanding",
    "Meeting",
    "Rectification",
    "Urging",
    "Verification",
    "YearSeen",
]
