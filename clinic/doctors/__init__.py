"""Who patients are booked with."""
