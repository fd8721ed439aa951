"""How the cases of each area are computed: the same calls that anyone makes, options and all."""
