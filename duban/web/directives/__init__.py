"""交办: what was decided, who does it by when."""
