"""Who is on when: shifts, swaps, what the open hours need, and calendars of them."""
