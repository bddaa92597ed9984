"""The year's end (年终): item by item reconciliation, the archive that verifies itself, carrying over."""
