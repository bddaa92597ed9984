"""Proposed splits of an item into clauses (分项): things that can be done or missed separately."""

from duban.core.clauses.proposing import ClauseProposal, propose

__all__ = ["ClauseProposal", "propose"]
