"""Results as users see them: pure functions from a view to a card, and cards to Discord's messages."""
