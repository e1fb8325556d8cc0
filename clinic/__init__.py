"""One package for each part of the clinic's work, and what they share."""

__version__ = "0.1.0"
