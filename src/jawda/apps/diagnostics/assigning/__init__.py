"""Questions that a colleague without an account answers by a link with an end date."""
