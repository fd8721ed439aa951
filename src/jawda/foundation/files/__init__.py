"""Files that people bring: examined by their content, stored for one organisation, given back after a check."""
