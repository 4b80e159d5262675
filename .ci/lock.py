"""Write the locks: exact versions and hashes, no registry's address, and every wheel's name.

pip reads the hashes; `tests/house/test_lock.py` reads the wheels' names and says whether each run-time
dependency installs on Windows, macOS and Linux without a compiler. Run it with `make lock`.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SLASH = " \\"
HEADER = """\
# Written by `make lock` from pyproject.toml. Do not edit.
# Install with: python -m pip install --require-hashes -r {name}
# A line that begins "# wheel" names a file that one of the hashes above it belongs to.
"""


def resolve(*options: str) -> list[dict[str, Any]]:
    """Resolve the dependencies for every platform at once and return the lock's packages."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "pylock.toml"
        command = [
            sys.executable,
            "-m",
            "uv",
            "pip",
            "compile",
            "--universal",
            "--python-version",
            "3.11",
            "--format",
            "pylock.toml",
            "--quiet",
            "-o",
            str(target),
            *options,
            "pyproject.toml",
        ]
        subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        packages: list[dict[str, Any]] = tomllib.loads(target.read_text("utf-8"))["packages"]
    return packages


def entry(package: dict[str, Any]) -> str:
    """Return the lines of one package: requirement, hashes, and its wheels' names as comments."""
    files = [*package.get("wheels", []), *([package["sdist"]] if "sdist" in package else [])]
    hashes = sorted({file["hashes"]["sha256"] for file in files})
    marker = f" ; {package['marker']}" if package.get("marker", "").replace("python_full_version >= '3.11'", "") else ""
    lines = [f"{package['name']}=={package['version']}{marker} \\"]
    lines += [f"    --hash=sha256:{digest}{SLASH if digest != hashes[-1] else ''}" for digest in hashes]
    names = sorted(file["url"].rsplit("/", 1)[-1] for file in package.get("wheels", []))
    lines += [f"    # wheel {name}" for name in names if "cp314" not in name and "cp315" not in name]
    return "\n".join(lines)


def write(name: str, packages: list[dict[str, Any]]) -> None:
    """Write one lock file."""
    text = HEADER.format(name=name) + "\n".join(entry(package) for package in packages) + "\n"
    (ROOT / name).write_text(text, "utf-8", newline="\n")
    print(f"{name}: {len(packages)} packages")


if __name__ == "__main__":
    write("requirements.lock", resolve("--extra", "build"))
    write("requirements-dev.lock", resolve("--extra", "build", "--extra", "dev"))
