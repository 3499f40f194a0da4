"""What the program that reads Word files is made of: Python's own library, and nothing of the site.

`reader.py` starts it. What it finds leaves it as plain values; what it refuses, as a `Refused` with
a code that `documents/word/faults.py` has a sentence for.
"""
