"""The command line. Nothing heavy is imported before a command needs it: `facts --help` answers at once."""

from . import adding, comparing, reading
from .base import main

__all__ = ["adding", "comparing", "main", "reading"]
