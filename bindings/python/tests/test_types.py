"""The stubs: what users write is accepted strictly, mistakes are found, and the stubs are what the module is."""

import subprocess
import sys
from pathlib import Path

import typed_sample

HERE = Path(__file__).parent


def mypy(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", *arguments]
    return subprocess.run(command, cwd=HERE.parent, capture_output=True, text=True, check=False)


def test_the_sample_runs() -> None:
    typed_sample.main()


def test_the_package_the_sample_and_the_tests_are_strict() -> None:
    found = mypy("mypy", "--strict", "python/itl", "tests", "--exclude", "typed_mistakes")
    assert found.returncode == 0, found.stdout + found.stderr


def test_every_mistake_is_found() -> None:
    file = "tests/typed_mistakes.py"
    found = mypy("mypy", "--strict", file)
    lines = (HERE.parent / file).read_text().split("\n")
    wrong = {at for at, line in enumerate(lines, 1) if line.startswith(("itl.", "template."))}
    told = {int(line.split(":")[1]) for line in found.stdout.split("\n") if line.startswith(f"{file}:")}
    assert told == wrong, found.stdout


def test_the_stubs_are_what_the_module_is() -> None:
    found = mypy("mypy.stubtest", "itl", "--ignore-disjoint-bases", "--mypy-config-file", "pyproject.toml")
    assert found.returncode == 0, found.stdout + found.stderr
