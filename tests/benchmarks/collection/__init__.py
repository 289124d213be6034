"""A benchmark collection: made-up news with planted copies, and the truth about them."""

from .made import Collection, Document, Planted
from .make import make

__all__ = ["Collection", "Document", "Planted", "make"]
