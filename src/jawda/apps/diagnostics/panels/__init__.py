"""A diagnosis that is answered by a panel: many hands, each alone, and what divides them."""
