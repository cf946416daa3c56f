"""What callers are told, in versions that two people publish: docs/adr/0075-texts-are-published-by-two.md."""
