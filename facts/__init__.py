"""The library of facts: packs, the store, and the view of a show from a position."""
