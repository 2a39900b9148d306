"""What the tests share."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

REPOSITORY = Path(__file__).resolve().parents[3]


def dumped(*arguments: str) -> list[dict[str, Any]]:
    """What the native engine makes of everything in the repository; the script `test` builds the program."""
    program = os.environ.get("ITL_DUMP_PROGRAM")
    if not program:
        pytest.fail("ITL_DUMP_PROGRAM names no program; run `./test python`")
    lines = subprocess.run([program, *arguments], check=True, capture_output=True, cwd=REPOSITORY).stdout
    return [json.loads(line) for line in lines.decode().split("\n") if line]


@pytest.fixture(scope="session")
def native() -> list[dict[str, Any]]:
    return dumped()


@pytest.fixture(scope="session")
def drawn() -> list[dict[str, Any]]:
    return dumped("random", os.environ.get("SEED", "20260101"), os.environ.get("COUNT", "3000"))
