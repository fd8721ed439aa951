"""Jawda: the open platform on which a sector runs its quality ecosystem."""

__version__ = "0.1.0"
