"""Machine indices by their names, and what a drift takes away."""

from __future__ import annotations

import json

import pytest
from tests.core.statistics.capability.samples import MM, shifted, stable

from jawda.core.statistics.capability import MachineCapability, capability, machine_capability

RUN = stable(50)


def names(found: MachineCapability) -> set[str]:
    return {check.id.split(".")[1] for check in found.findings}


def test_figures_are_those_of_performance() -> None:
    found, whole = machine_capability(RUN, MM), capability(RUN, MM)
    for machine, source in (("Cm", "Pp"), ("Cmk", "Ppk"), ("Cml", "Ppl"), ("Cmu", "Ppu"), ("Pm", "Pp"), ("Pmk", "Ppk")):
        assert found.indices[machine] == whole.indices[source]
    assert list(machine_capability(RUN, MM, naming="Pm").indices) == ["Pm", "Pmk", "Pml", "Pmu"]
    assert {"run_stable", "enough_values"} <= names(found)
    assert found.findings[0].arguments["index"] == "Cmk"
    document = json.loads(json.dumps(found.to_dict(), allow_nan=False))
    assert document["schema"] == "jawda/statistics/machine-capability/1"
    assert document["method"]["standard"] == "ISO 22514-3"
    assert found.expected_within is None
    assert found.figure(language="ar").startswith("<svg")


def test_a_run_that_drifts_has_no_machine_capability() -> None:
    found = machine_capability(shifted(50), MM)
    assert found.stable is False
    assert found.indices["Cm"].value is found.indices["Cmk"].value is None
    assert found.indices["Pmk"].value is not None
    assert found.findings[0].arguments["index"] == "Pmk"
    assert "run_unstable" in names(found)
    assert "unstable" not in names(found)
    assumed = machine_capability(shifted(50), MM, stability="assumed")
    assert assumed.indices["Cmk"].value is not None
    assert "run_assumed" in names(assumed)


def test_other_laws_and_names() -> None:
    found = machine_capability(RUN, MM, model="weibull", naming="Pm")
    assert found.model is not None
    assert found.model.law.name == "weibull"
    assert "few_values" in names(machine_capability(RUN[:30], MM))
    with pytest.raises(ValueError, match="Cm or Pm"):
        machine_capability(RUN, MM, naming="Cp")  # type: ignore[arg-type]
