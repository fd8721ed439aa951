"""Samples of a characteristic: entered by hand, read from a file with a report first, taken away."""
