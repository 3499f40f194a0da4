"""What bodies adopt and publish.

Here live documents and their editions: commissions, operational and action plans, annual
reports, minutes, notes, agreements and rules of procedure. A document has no state; its editions
are drafted, submitted, adopted and published, and a published edition never changes.
"""
