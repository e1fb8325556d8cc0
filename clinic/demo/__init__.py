"""A clinic that nobody runs: invented people, their visits and their charts, to look at and to try things on."""
