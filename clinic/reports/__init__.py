"""Numbers about the clinic's day."""
