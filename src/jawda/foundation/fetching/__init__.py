"""What leaves for an address that others wrote: where it may go, over which connection, and how much may come back."""
