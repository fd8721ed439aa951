"""Quality statistics: plain functions on arrays or long tables, frozen results, no framework.

One module for each method, grouped by what the work is about:

- :mod:`~jawda.core.statistics.control_charts`: is the process stable?
- :mod:`~jawda.core.statistics.capability`: does it meet the specification?
- :mod:`~jawda.core.statistics.measurement_systems`: can the measurements be believed?
- :mod:`~jawda.core.statistics.acceptance_sampling`: is this lot accepted?
- :mod:`~jawda.core.statistics.laboratories`: is this laboratory right?
- :mod:`~jawda.core.statistics.uncertainty`: how sure is the value, and what is decided?
- :mod:`~jawda.core.statistics.core_tools`: what comes first?
- :mod:`~jawda.core.statistics.reading`: what stands in this file?

Every result is a :class:`~jawda.core.statistics.result.Result`.
"""
