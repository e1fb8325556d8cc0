"""Patients out of other systems' files: read a row, clean it, know the person again, keep it whole or refuse it."""
