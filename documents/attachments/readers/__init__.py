"""What the program `reader.py` knows of each kind of file."""
