"""The registry: who the clinic cares for."""
