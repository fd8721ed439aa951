"""Points and rules of every kind for property tests."""

from __future__ import annotations

from hypothesis import strategies as st

from jawda.core.statistics.control_charts.rules import (
    AllOutside,
    AllWithin,
    Alternating,
    Apart,
    Beyond,
    Run,
    SomeBeyond,
    Trend,
)

POINTS = st.lists(st.sampled_from([-3.5, -3, -2.5, -1.5, -0.5, 0, 0.5, 1, 1.5, 2.5, 3.5, float("nan")]), max_size=40)
RULE = st.one_of(
    st.builds(Beyond, id=st.just("r"), sigmas=st.sampled_from([None, 1.0]), strict=st.booleans()),
    st.builds(Run, id=st.just("r"), length=st.integers(2, 9), on_centre=st.sampled_from(["breaks", "counts"])),
    st.builds(Trend, id=st.just("r"), length=st.integers(2, 7), strict=st.booleans()),
    st.builds(Alternating, id=st.just("r"), length=st.integers(3, 8)),
    st.builds(
        SomeBeyond, id=st.just("r"), count=st.integers(1, 3), of=st.integers(3, 5),
        sigmas=st.sampled_from([0.0, 1.0, 2.0]), last_beyond=st.booleans(), full_window=st.booleans(),
    ),
    st.builds(Apart, id=st.just("r"), of=st.integers(2, 4), sigmas=st.sampled_from([1.0, 2.0])),
    st.builds(AllWithin, id=st.just("r"), length=st.integers(1, 8)),
    st.builds(AllOutside, id=st.just("r"), length=st.integers(1, 8), sides=st.sampled_from(["both", "either"])),
)  # fmt: skip
