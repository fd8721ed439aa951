"""What is measured or counted: listed, added, changed, put away."""
