"""Rules, appraisals with a result a unit, objections."""

from duban.appraisal.models.appraisals import Appraisal, UnitResult
from duban.appraisal.models.objections import Objection
from duban.appraisal.models.rules import AppraisalRule

__all__ = ["Appraisal", "AppraisalRule", "Objection", "UnitResult"]
