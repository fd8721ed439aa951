"""Measurement models that several tests use: those of the guides, by their printed inputs."""

from __future__ import annotations

from jawda.core.statistics.uncertainty import Model, measurement_model, quantity


def gauge_block() -> Model:
    """GUM H.1: the length of an end gauge, in nanometres."""
    inputs = {
        "l_s": quantity(50_000_623.0, u=25, degrees_of_freedom=18, unit="nm"),
        "d": quantity(215.0, u=5.8, degrees_of_freedom=24, unit="nm"),
        "d1": quantity(0.0, u=3.9, degrees_of_freedom=5, unit="nm"),
        "d2": quantity(0.0, u=6.7, degrees_of_freedom=8, unit="nm"),
        "alpha_s": quantity(11.5e-6, u=1.2e-6, unit="1/°C"),
        "delta_alpha": quantity(0.0, u=0.58e-6, degrees_of_freedom=50, unit="1/°C"),
        "theta_bar": quantity(-0.1, u=0.2, unit="°C"),
        "Delta": quantity(0.0, u=0.35, unit="°C"),
        "delta_theta": quantity(0.0, u=0.029, degrees_of_freedom=2, unit="°C"),
    }
    equation = "l = l_s + d + d1 + d2 - l_s * (delta_alpha * (theta_bar + Delta) + alpha_s * delta_theta)"
    return measurement_model(equation, inputs, units={"l": "nm"})


def gauge_block_distributions() -> Model:
    """JCGM 101, 9.5: the same as a difference from 50 mm, with the distributions of that clause."""
    inputs = {
        "L_s": quantity(50_000_623.0, u=25, degrees_of_freedom=18),
        "D": quantity(215.0, u=6, degrees_of_freedom=24),
        "d1": quantity(0.0, u=4, degrees_of_freedom=5),
        "d2": quantity(0.0, u=7, degrees_of_freedom=8),
        "alpha_s": quantity(lower=9.5e-6, upper=13.5e-6),
        "delta_alpha": quantity(lower=-1e-6, upper=1e-6, distribution="curvilinear_trapezoid", shape=0.1),
        "theta_0": quantity(-0.1, u=0.2),
        "Delta": quantity(0.0, half_width=0.5, distribution="arcsine"),
        "delta_theta": quantity(0.0, half_width=0.05, distribution="curvilinear_trapezoid", shape=0.5),
    }
    equation = "dL = L_s + D + d1 + d2 - L_s*(delta_alpha*(theta_0 + Delta) + alpha_s*delta_theta) - 50000000"
    return measurement_model(equation, inputs)


def mass() -> Model:
    """JCGM 101, 9.3: mass calibration, in milligrams; the densities in kg/m3."""
    inputs = {
        "m_R": quantity(100_000.0, u=0.05),
        "dm_R": quantity(1.234, u=0.02),
        "rho_a": quantity(lower=1.1, upper=1.3),
        "rho_W": quantity(lower=7000, upper=9000),
        "rho_R": quantity(lower=7950, upper=8050),
    }
    return measurement_model("dm = (m_R + dm_R)*(1 + (rho_a - 1.2)*(1/rho_W - 1/rho_R)) - 100000", inputs)


def microwave(x1: float, r: float = 0.0) -> Model:
    """JCGM 101, 9.4: comparison loss in microwave power meter calibration."""
    inputs = {"x1": quantity(x1, u=0.005), "x2": quantity(0.0, u=0.005)}
    return measurement_model("y = x1**2 + x2**2", inputs, correlations={("x1", "x2"): r} if r else None)


def impedance() -> Model:
    """GUM H.2: five simultaneous readings of voltage, current and phase."""
    readings = {
        "V": [5.007, 4.994, 5.005, 4.990, 4.999],
        "I": [0.019663, 0.019639, 0.019640, 0.019685, 0.019678],
        "phi": [1.0456, 1.0438, 1.0468, 1.0428, 1.0433],
    }
    return measurement_model(
        {"Z": "V / I", "R": "Z * cos(phi)", "X": "Z * sin(phi)"},
        {name: quantity(readings=values) for name, values in readings.items()},
        paired=[("V", "I", "phi")],
    )
