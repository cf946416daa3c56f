"""What `manage.py doctor` looks at: each part on its own page, each finding with a way to mend it."""
