"""Reading what strangers have made in a program of its own, within limits of time and memory.

`asking` is the site's side. `limits` and `package` are the program's: Python's own library, and
nothing of the site.
"""
