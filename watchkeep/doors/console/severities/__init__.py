"""What the severities mean, with examples, and who may declare them."""
