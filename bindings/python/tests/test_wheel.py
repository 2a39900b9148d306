"""What is in the wheel."""

import os
import zipfile
from email.parser import Parser
from pathlib import Path

import itl


def test_the_wheel() -> None:
    (path,) = Path(os.environ["ITL_WHEELS"]).glob("*.whl")
    assert "-cp39-abi3-" in path.name
    with zipfile.ZipFile(path) as wheel:
        names = wheel.namelist()
        meta = Parser().parsestr(wheel.read(next(n for n in names if n.endswith("/METADATA"))).decode())
    ends = [name.rsplit("/", 1)[-1] for name in names]
    for needed in ("LICENSE-APACHE", "LICENSE-MIT", "LICENSE-UNICODE", "py.typed", "_itl.pyi", "_itl.abi3.so"):
        assert needed in ends, needed
    assert meta["License-Expression"] == "MIT OR Apache-2.0"
    assert meta["Requires-Python"] == ">=3.9" and meta["Requires-Dist"] is None
    assert meta["Version"] == itl.__version__
    assert "Typing :: Typed" in meta.get_all("Classifier", [])
