"""Rows of oversight: lights, difficulties and what was decided on them, extensions, closing, inspections, urging."""

from duban.oversight.models.cases import AgendaItem, CoordinationCase, Directive, Holding, Instruction, Meeting
from duban.oversight.models.closings import Adjustment, Closing, Verification
from duban.oversight.models.inspections import Conclusion, Inspection, Rectification
from duban.oversight.models.lights import LightChange, LightLook, LightOverride, LightRule, LightStanding, YearSeen
from duban.oversight.models.ratings import OfficeRating, SampleDraw
from duban.oversight.models.urging import Urging, UrgingPoint

__all__ = [
    "Adjustment",
    "AgendaItem",
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
    "OfficeRating",
    "Rectification",
    "SampleDraw",
    "Urging",
    "UrgingPoint",
    "Verification",
    "YearSeen",
]
