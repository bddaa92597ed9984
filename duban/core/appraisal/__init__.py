"""Appraisal (绩效考核) as calculation: results and duties, by a published rule, itemised and re-computable."""
