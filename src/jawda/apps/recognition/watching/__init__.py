"""What a company is told, once, of certificates: its own, those it recorded, those of its suppliers."""
