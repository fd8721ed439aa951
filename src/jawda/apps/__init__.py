"""The rooms: one per activity."""
