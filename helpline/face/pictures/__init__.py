"""Reading a logo that somebody uploads: what is kept of it, and why one is refused."""
