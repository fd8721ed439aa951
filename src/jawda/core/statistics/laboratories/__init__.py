"""Laboratories: rounds between laboratories, precision experiments, validation of methods, internal control.

- Rounds (ISO 13528): :mod:`.robust`, :mod:`.hampel`, :mod:`.pooled_spread`, :mod:`.assigned`, :mod:`.sigma_pt`,
  :mod:`.scores`, :mod:`.homogeneity`, :mod:`.stability`, and all of it in one call, :mod:`.round`.
- Precision (ISO 5725): :mod:`.precision`, :mod:`.precision_levels`, :mod:`.outlier_tests`.
- Validation and verification: :mod:`.linearity`, :mod:`.detection`, :mod:`.recovery`, :mod:`.trueness`,
  :mod:`.verification`, :mod:`.accuracy`.
- Internal control (ISO 7870-2): :mod:`.control` with the rules of :mod:`.control_rules`.
"""
