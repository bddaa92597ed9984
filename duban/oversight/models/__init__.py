"""Rows of oversight: lights, difficulties and what was decided on them."""

from duban.oversight.models.cases import CoordinationCase, Directive, Holding, Instruction, Meeting
from duban.oversight.models.lights import LightChange, LightOverride, LightRule

__all__ = [
    "CoordinationCase",
    "Directive",
    "Holding",
    "Instruction",
    "LightChange",
    "LightOverride",
    "LightRule",
    "Meeting",
]
