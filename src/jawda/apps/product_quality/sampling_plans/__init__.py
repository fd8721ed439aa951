"""Which sample is drawn from a lot, what it decides, and how severe the next inspection is."""
