"""Laws of a characteristic: what lies below and above a limit, percentiles, and how they are fitted and judged."""
