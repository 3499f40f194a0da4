"""Who did what, and why, in the history of a record."""


def saved_by(record, by, why: str = ""):
    """Saves the record; its history tells who, and why if that is said. Returns the record."""
    record._history_user = by
    record._change_reason = why or None
    record.save()
    return record
