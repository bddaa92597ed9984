"""延期 and 调整: asked for before the day, decided by the office, both values in view for ever."""
