"""All that has been done with what the portal keeps, as one list.

`kinds` knows every history there is, `asking` puts them together and narrows them, `telling` says
what happened in words.
"""
