"""facts: a database of what was said, every claim traced to the exact characters it came from."""

__version__ = "0.1.0"
