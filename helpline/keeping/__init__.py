"""What is kept and for how long: keys and their backups, the schedule, the purge and its reports."""
