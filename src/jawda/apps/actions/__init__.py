"""Actions that close gaps: who, by when, at what cost, with which evidence, and whether they worked."""
