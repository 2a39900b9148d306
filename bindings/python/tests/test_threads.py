"""Threads."""

import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

import itl

@pytest.fixture
def no_switches() -> Iterator[None]:
    """Threads give up the lock of their own accord only."""
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1_000)
    yield
    sys.setswitchinterval(interval)


TEMPLATE = itl.Template('{{ #v }}{{ .replaceAll("[a-z]+", "x").upperCase() }}{{ /v }}')
ROWS = ["abc def ghi 123 " * 20] * 100
ROADS: dict[str, Callable[[], object]] = {
    "render": lambda: TEMPLATE.render({"v": ROWS}),
    "render_json": lambda: TEMPLATE.render_json('{"v": ["' + '","'.join(ROWS) + '"]}'),
    "compile": lambda: itl.Template("{{ a }}" * 1_000),
    "check": lambda: TEMPLATE.check(sample={"v": ROWS}),
    "messages": lambda: TEMPLATE.messages({"v": ROWS}),
}


@pytest.mark.usefixtures("no_switches")
@pytest.mark.parametrize("road", ROADS.values(), ids=ROADS)
def test_the_lock_is_free_while_the_engine_works(road: Callable[[], object]) -> None:
    ran: list[str] = []
    rounds: list[int] = []

    def work() -> None:
        # With the lock held, the other thread would run after the last of them.
        for at in range(5_000):
            if ran:
                rounds.append(at)
                return
            road()

    thread = threading.Thread(target=work)
    thread.start()
    ran.append("here")
    thread.join()
    assert rounds


def test_threads_share_a_template() -> None:
    template = itl.Template("{{ n }} {{ v.twice() }} {{ nobody }}", functions={"twice": lambda v: v * 2})
    expected = [template.render({"n": n, "v": n}) for n in range(2_000)]

    def one(n: int) -> itl.Rendered:
        return template.render({"n": n, "v": n})

    with ThreadPoolExecutor(16) as pool:
        found = list(pool.map(one, range(2_000)))
    assert found == expected
    assert all(text.warnings == expected[0].warnings for text in found)


def test_exceptions_stay_in_their_thread() -> None:
    def fails(value: int) -> int:
        raise ValueError(str(value))

    template = itl.Template("{{ v.f() }}", functions={"f": fails})

    def one(n: int) -> str:
        try:
            template.render({"v": n}, strict=True)
        except itl.RenderError as error:
            return str(error.__cause__)
        return "none"

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(one, range(500))) == [str(n) for n in range(500)]
