"""Training, vetting and supervision of staff: dates, when the next is due, and what follows."""
