"""批示: instructions of leaders, and who sees them."""
