"""调度会: agenda, decisions, minutes."""
