"""The trail: who did what to whose data."""
