"""Packs as files: read, lint, truncate, JSON Schema.

Nothing is imported here: the bot's start needs only ``facts.pack.digest``, which costs nothing, and reading a pack
needs much.
"""
