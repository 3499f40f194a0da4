"""The workspace: what staff write, review and decide."""
