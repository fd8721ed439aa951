"""All that one organisation has on the platform, in one file that needs no platform to be read."""
