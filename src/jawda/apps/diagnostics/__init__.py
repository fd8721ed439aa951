"""The diagnosis: a company assesses itself against a referential, sees its gaps, prints a report."""
