"""The Discord bot: who asks, who will see the reply, and how it is shown."""
