"""The only door to facts: a show as somebody at a position knows it."""

from facts.names import Suggestion
from facts.view.relations import Relation, RelationKind
from facts.view.view import Entry, Section, View

__all__ = ["Entry", "Relation", "RelationKind", "Section", "Suggestion", "View"]
