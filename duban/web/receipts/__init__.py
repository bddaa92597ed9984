"""签收 and 异议: what a unit was given, its signature, its objections; the office's board."""
