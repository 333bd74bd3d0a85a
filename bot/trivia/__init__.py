"""Trivia: rounds, their rules and their judge."""
