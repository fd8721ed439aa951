"""Make ``.venv`` and install what the lock says. Standard library only: it runs before anything is installed.

``python3 tools/bootstrap.py [dev]``. A second run that finds the same lock does nothing.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
OLDEST = (3, 11)


def main() -> int:
    """Install for running, or (``dev``) for testing too; the exit status is 1 with a sentence where it cannot."""
    dev = "dev" in sys.argv[1:]
    if sys.version_info < OLDEST:
        return fail(f"Python {OLDEST[0]}.{OLDEST[1]} or newer is needed; this is {sys.version.split()[0]}.")
    lock = ROOT / ("requirements-dev.lock" if dev else "requirements.lock")
    stamp, wanted = VENV / ".installed", hashlib.sha256(lock.read_bytes()).hexdigest()
    if stamp.exists() and wanted in stamp.read_text().split():
        return 0
    if not PYTHON.exists() and subprocess.call([sys.executable, "-m", "venv", str(VENV)]):
        return fail("The virtual environment cannot be made. On Debian: apt-get install python3-venv")
    if install(lock):
        return fail(f"The packages of {lock.name} cannot be installed; see above.")
    packages = next((VENV / "lib").glob("python*/site-packages"))
    (packages / "jawda.pth").write_text(f"{ROOT / 'src'}\n")
    script = VENV / "bin" / "jawda"
    script.write_text(f"#!{PYTHON}\nimport sys\nfrom jawda.site.command_line import main\nsys.exit(main())\n")
    script.chmod(0o755)
    former = stamp.read_text().split() if stamp.exists() else []
    runtime = hashlib.sha256((ROOT / "requirements.lock").read_bytes()).hexdigest()
    stamp.write_text("\n".join({wanted, runtime} if dev else {wanted} | set(former[:0])) + "\n")
    return 0


def install(lock: Path) -> int:
    """By uv where it can be had, else by pip: the same hashes, slower."""
    pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check"]
    uv = VENV / "bin" / "uv"
    if not uv.exists():
        subprocess.call([*pip, "install", "--quiet", "uv"])
    if uv.exists():
        environment = {**os.environ, "VIRTUAL_ENV": str(VENV)}
        return subprocess.call(
            [str(uv), "pip", "install", "--quiet", "--require-hashes", "-r", str(lock)], env=environment
        )
    return subprocess.call([*pip, "install", "--quiet", "--require-hashes", "-r", str(lock)])


def fail(sentence: str) -> int:
    """Say it on standard error."""
    sys.stderr.write(sentence + "\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
