"""全年概览: the year for leaders, for a programme, for a unit; the calendar; the one-page brief."""
