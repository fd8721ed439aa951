"""The guided gauge study: plan, printed sheets, entry, report."""
