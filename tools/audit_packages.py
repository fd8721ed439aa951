"""Known faults of the locked packages, by pip-audit; where its list cannot be reached, that is said and nothing fails.

``python tools/audit_packages.py [LOCK]``: 1 where a package has a known fault. Names packages, never hosts.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WITHIN = 120
"""Seconds."""


def main(lock: Path) -> int:
    """1 with a line for each known fault."""
    command = [
        sys.executable, "-m", "pip_audit", "--requirement", str(lock), "--require-hashes", "--disable-pip",
        "--no-deps", "--format", "json", "--progress-spinner", "off", "--timeout", "15",
    ]  # fmt: skip
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=WITHIN)
        packages = json.loads(done.stdout)["dependencies"]
    except (subprocess.TimeoutExpired, ValueError, KeyError):
        sys.stdout.write("The list of known faults cannot be reached: packages were NOT looked up.\n")
        return 0
    found = [(item["name"], item["version"], fault) for item in packages for fault in item.get("vulns", ())]
    for name, version, fault in found:
        fixed = ", ".join(fault.get("fix_versions") or ["nothing yet"])
        sys.stdout.write(f"{name} {version}: {fault['id']} (corrected in {fixed})\n")
    sys.stdout.write(f"{len(packages)} packages looked up, {len(found)} known faults\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if sys.argv[1:] else ROOT / "requirements.lock"))
