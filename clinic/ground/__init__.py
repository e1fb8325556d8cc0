"""What the product runs on: a PostgreSQL of its own where none is given, and its web server."""
