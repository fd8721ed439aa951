"""Telling a person something: in the app, by mail at once, in a daily digest, or not at all, as they choose."""
