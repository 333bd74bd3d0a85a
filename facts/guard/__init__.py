"""The guard: whether a text mentions what lies beyond a position, and nothing more than whether."""

from facts.guard.index import Guard
from facts.guard.names import Known, Names, Pair, Year, names_of

__all__ = ["Guard", "Known", "Names", "Pair", "Year", "names_of"]
