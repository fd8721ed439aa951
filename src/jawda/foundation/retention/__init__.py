"""How long things are kept: each room declares it for its tables, one job a day makes it true."""
