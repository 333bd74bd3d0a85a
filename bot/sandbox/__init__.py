"""Discord on loopback: a strict stand-in for its REST API and gateway, and users to act as."""
