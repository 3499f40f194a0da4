"""The texts of the public site that are no documents: which they are, their drafts, publishing."""
