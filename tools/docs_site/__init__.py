"""The documentation site: what `make docs` makes of docs/."""
