"""Who comes when, to whom."""
