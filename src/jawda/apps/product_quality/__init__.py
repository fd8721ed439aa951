"""Product quality: what a company measures, whether its processes and its measurements hold, and what it accepts."""
