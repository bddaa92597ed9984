"""Reading, checking, signing and correcting a report."""
