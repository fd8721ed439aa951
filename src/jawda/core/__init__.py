"""The ground floor: bytes and numbers in, frozen dataclasses out. No framework, clock, network or path."""
