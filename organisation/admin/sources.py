"""Where a fact comes from, in every form that asks for it."""

SOURCE = (
    "Källa",
    {"fields": ("source", "source_date", "source_note", "interpretation"), "folded": True},
)
