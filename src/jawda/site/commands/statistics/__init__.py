"""``jawda stats``: the methods of :mod:`jawda.core.statistics` on a file, in words or JSON, without server or database.

One module for each family of commands. :mod:`.arguments` says what can be typed and imports nothing of the methods, so
that ``--help`` stays quick.
"""
