"""Certificates issued elsewhere, as a company records them: what they say, and who vouches for what."""
