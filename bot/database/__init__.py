"""The database in a host's hands: upgrading, checking, backing up, restoring, moving to another."""
