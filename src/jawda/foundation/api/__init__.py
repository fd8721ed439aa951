"""The programming interface: tokens of organisations, how a room declares an operation, problems, limits."""
