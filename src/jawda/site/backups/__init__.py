"""The whole of an installation in one file, and back: the database as it was at one moment, and the stored files."""
