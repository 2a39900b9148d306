"""The example of the module; those of the README run in an empty environment, see `test`."""

import doctest

import itl


def test_the_docstring_of_the_module() -> None:
    found = doctest.testmod(itl)
    assert found.attempted > 2 and found.failed == 0
