"""`python -m facts`."""

from .cli import main

main(prog_name="facts")
