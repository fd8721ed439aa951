"""The design system: tokens, components, templates and formats. Every page is made of it."""
