"""协调: difficulties that get an answer, from raising to the end; who holds which for how long."""
