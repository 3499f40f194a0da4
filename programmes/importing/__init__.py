"""Measurements from a spreadsheet: which columns there are, what each row does, and a list to fill
in. What is then done is in `programmes.actions.importing`."""
