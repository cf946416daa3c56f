"""The handbook, and where each page of the product leads into it: docs/adr/0078-one-handbook.md."""
