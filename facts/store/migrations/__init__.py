"""The history of the database's tables, one line of revisions for facts and for what users own."""

from typing import Final

HEAD: Final = "0008"
"""The newest revision; kept here so that a start need not import Alembic to see that nothing is to be done."""
