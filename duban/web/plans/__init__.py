"""办理方案: a unit's list and pages, the office's queue, the sheet for those who prefer it."""
