"""The supervisors' pages of the script, under /supervision/scripts/."""
