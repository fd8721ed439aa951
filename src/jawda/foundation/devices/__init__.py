"""Keys that never leave a device: what holds them gives signatures and nothing else."""
