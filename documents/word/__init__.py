"""Word files: read to a text of sections, and made of one.

Knows no model and no view. Reading is done by a program of its own (`reader.py`), so that the site
never opens what somebody sent; what the program finds becomes sections here. A file that is made is
read back as the same text.
"""

from documents.word.faults import WordError
from documents.word.importing import MOST_BYTES, read_word
from documents.word.text import WordFacts, WordIn, WordSection, WordText
from documents.word.writing import word_of

__all__ = [
    "MOST_BYTES",
    "WordError",
    "WordFacts",
    "WordIn",
    "WordSection",
    "WordText",
    "read_word",
    "word_of",
]
