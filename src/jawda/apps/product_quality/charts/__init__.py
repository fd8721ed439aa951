"""The live control chart of a characteristic: its limits, what signals, its rules and stages."""
