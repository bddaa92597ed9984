"""Items that speak of one fact (同一目标): so that it is filled in once."""

from duban.core.samegoal.finding import GoalItem, GoalPair, pairs

__all__ = ["GoalItem", "GoalPair", "pairs"]
