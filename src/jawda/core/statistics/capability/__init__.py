"""Capability: does a process, a machine or a count meet its specification, and how surely? Stability comes first."""

from jawda.core.statistics.capability.attribute import AttributeCapability, attribute_capability
from jawda.core.statistics.capability.known_law import capability_of_law
from jawda.core.statistics.capability.laws import MODELS
from jawda.core.statistics.capability.machine import MachineCapability, machine_capability
from jawda.core.statistics.capability.process import capability
from jawda.core.statistics.capability.result import Beyond, Capability, Percentiles
from jawda.core.statistics.capability.specification import Specification
from jawda.core.statistics.capability.stability import Stability
from jawda.core.statistics.capability.summary import capability_of_summary

__all__ = [
    "MODELS", "AttributeCapability", "Beyond", "Capability", "MachineCapability", "Percentiles", "Specification",
    "Stability", "attribute_capability", "capability", "capability_of_law", "capability_of_summary",
    "machine_capability",
]  # fmt: skip
