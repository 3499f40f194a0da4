"""What changes more than one row, or the world outside."""
