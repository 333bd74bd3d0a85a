"""Trivia questions made from a view: one module a kind, and the pool of all that can be asked."""

from facts.questions.kinds import KINDS
from facts.questions.model import Candidate, TriviaQuestion
from facts.questions.pool import Pool

__all__ = ["KINDS", "Candidate", "Pool", "TriviaQuestion"]
