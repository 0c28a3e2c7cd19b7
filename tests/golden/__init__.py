"""One small story walked through every stage."""
