"""The referentials that a company can be assessed against: built in, or imported by an operator."""
