"""The commands, one group a module: each reads its options, calls one function and renders the result."""
