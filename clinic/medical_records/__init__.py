"""What was found and done."""
