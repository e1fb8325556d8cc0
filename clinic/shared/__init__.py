"""What every part of the clinic's work stands on."""
