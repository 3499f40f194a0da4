"""What can be done with accounts, grants and contacts. Each action asks what the person may now,
locks, checks, writes and logs in one transaction, or raises and has changed nothing."""
