"""How bodies begin, change and end: what stands in the way, and what becomes of what."""
