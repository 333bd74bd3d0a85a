"""Discord's limits on what bots send, and the errors it answers with."""
