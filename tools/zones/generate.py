#!/usr/bin/env python3
"""Writes itl-time/data: the time zones and their English long names, packed.

    python3 tools/zones/generate.py            fetch the pinned packages, write the data
    python3 tools/zones/generate.py --check    fail if the committed data is not what would be written

Needs pip and npm; both packages and formats are described in README.md beside this file.
"""

import argparse
import calendar
import hashlib
import json
import re
import struct
import subprocess
import sys
import tarfile
import tempfile
import time
import zipfile
from pathlib import Path

TZDATA = "2026.6"
CLDR = "48.2.0"
SHA256 = {
    "tzdata-2026.6-py2.py3-none-any.whl": "0a10eec6e13ef16b627fabed9a5f2ba61a62b1c67f327305f4e7e412a70b4aec",
    "cldr-core-48.2.0.tgz": "5310e0c7a06c1feb83dc8e54c8584bbe0b9c2ea8320172a18d541986b124585d",
    "cldr-bcp47-48.2.0.tgz": "b4a4f36a891b9fde1ffeddf1b1cb7f87d025656a58415291a96b563a82700fe0",
    "cldr-dates-full-48.2.0.tgz": "0256f1cefeca14f7d515be4872dda48fcdd7e75381430f25aafd0143eae5b430",
}

OUT = Path(__file__).resolve().parents[2] / "itl-time" / "data"
NONE = 255
ABBREVIATION_WIDTH = 5


# --- the packages -----------------------------------------------------------


def fetch(folder: Path) -> None:
    """Downloads the pinned packages with their registries' own clients and checks their digests."""
    run = lambda *cmd: subprocess.run(cmd, cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    run(sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary", ":all:", f"tzdata=={TZDATA}")
    for name in ("cldr-core", "cldr-bcp47", "cldr-dates-full"):
        run("npm", "pack", f"{name}@{CLDR}")
    for name, want in SHA256.items():
        got = hashlib.sha256((folder / name).read_bytes()).hexdigest()
        if got != want:
            sys.exit(f"{name}: sha256 is {got}, expected {want}")


def read_json(folder: Path, package: str, path: str):
    with tarfile.open(folder / f"{package}-{CLDR}.tgz") as tar:
        return json.load(tar.extractfile(f"package/{path}"))


# --- tzdata -----------------------------------------------------------------


class Zone:
    """One TZif file: transitions [(utc seconds, type)], the type before the first, and the footer.

    A type is (offset seconds, is daylight, abbreviation).
    """

    def __init__(self, data: bytes):
        head = lambda at: struct.unpack(">6l", data[at + 20 : at + 44])
        isut, isstd, leap, times, types, chars = head(0)
        at = 44 + times * 5 + types * 6 + chars + leap * 8 + isstd + isut
        isut, isstd, leap, times, types, chars = head(at)
        assert leap == 0
        at += 44
        instants = struct.unpack(f">{times}q", data[at : at + times * 8])
        at += times * 8
        indexes = data[at : at + times]
        at += times
        raw = [struct.unpack(">lBB", data[at + 6 * i : at + 6 * i + 6]) for i in range(types)]
        at += 6 * types
        letters = data[at : at + chars]
        at += chars + isstd + isut
        name = lambda i: letters[i:].split(b"\0")[0].decode()
        table = [(offset, bool(dst), name(i)) for offset, dst, i in raw]
        self.first = table[0]
        self.transitions = [(t, table[i]) for t, i in zip(instants, indexes)]
        self.footer = data[at + 1 :].split(b"\n")[0].decode()


def read_zones(folder: Path) -> tuple[dict[str, Zone], str]:
    zones = {}
    with zipfile.ZipFile(folder / f"tzdata-{TZDATA}-py2.py3-none-any.whl") as wheel:
        version = re.search(r'IANA_VERSION = "(\w+)"', wheel.read("tzdata/__init__.py").decode()).group(1)
        for name in wheel.read("tzdata/zones").decode().split():
            zones[name] = Zone(wheel.read(f"tzdata/zoneinfo/{name}"))
    return zones, version


def parse_footer(text: str):
    """POSIX TZ → (standard type, daylight type or None, start, end), rules as (month, week, day, seconds)."""
    part = re.compile(r"(<[^>]+>|[A-Za-z]+)([+-]?[\d:]+)?")

    def seconds(s: str) -> int:
        sign = -1 if s.startswith("-") else 1
        pieces = [int(p) for p in s.lstrip("+-").split(":")] + [0, 0]
        return sign * (pieces[0] * 3600 + pieces[1] * 60 + pieces[2])

    def rule(s: str):
        day, _, at = s.partition("/")
        month, week, weekday = (int(x) for x in re.fullmatch(r"M(\d+)\.(\d)\.(\d)", day).groups())
        return month, week, weekday, seconds(at) if at else 7200

    zone, *rules = text.split(",")
    m = part.match(zone)
    std = (-seconds(m.group(2)), False, m.group(1).strip("<>"))
    rest = zone[m.end() :]
    if not rest:
        return std, None, None, None
    m = part.fullmatch(rest)
    offset = -seconds(m.group(2)) if m.group(2) else std[0] + 3600
    dst = (offset, True, m.group(1).strip("<>"))
    start, end = map(rule, rules)
    if dst[0] < std[0]:
        # "Negative daylight saving": what is called standard in winter names is the other half.
        std, dst, start, end = (dst[0], False, dst[2]), (std[0], True, std[2]), end, start
    return std, dst, start, end


# --- CLDR -------------------------------------------------------------------


def utc(text: str) -> int:
    return calendar.timegm(time.strptime(text, "%Y-%m-%d %H:%M"))


class Names:
    """The English long names of one CLDR zone: [(until or None, standard, daylight, offsets)]."""

    def __init__(self, folder: Path):
        aliases = read_json(folder, "cldr-bcp47", "bcp47/timezone.json")["keyword"]["u"]["tz"]
        self.canonical = {}
        for key, value in aliases.items():
            if key.startswith("_"):
                continue
            names = value.get("_alias", "").split()
            self.canonical.update({name: names[0] for name in names})
        info = read_json(folder, "cldr-core", "supplemental/metaZones.json")
        self.metazones = info["supplemental"]["metaZones"]["metazoneInfo"]["timezone"]
        english = read_json(folder, "cldr-dates-full", "main/en/timeZoneNames.json")
        english = english["main"]["en"]["dates"]["timeZoneNames"]
        self.zone_names, self.metazone_names = english["zone"], english["metazone"]
        assert english["gmtFormat"] == "GMT{0}" and english["gmtZeroFormat"] == "GMT"
        assert english["hourFormat"] == "+HH:mm;-HH:mm"

    @staticmethod
    def find(tree: dict, name: str):
        for part in name.split("/"):
            tree = tree.get(part, {})
        return tree

    def history(self, zone: str):
        zone = self.canonical.get(zone, zone)
        own = self.find(self.zone_names, zone).get("long", {})
        spans = []

        def add(until, metazone, offsets):
            shared = self.metazone_names.get(metazone, {}).get("long", {})
            pick = lambda kind: own.get(kind) or shared.get(kind)
            spans.append((until, pick("standard"), pick("daylight"), offsets))

        hours = lambda text: int(text) * 3600
        end = None
        for entry in self.find(self.metazones, zone) or []:
            use = entry["usesMetazone"]
            start = utc(use["_from"]) if "_from" in use else None
            if start is not None and (end is None or start > end):
                add(start, None, None)
            offsets = (hours(use["_stdOffset"]), hours(use["_dstOffset"])) if "_stdOffset" in use else None
            end = utc(use["_to"]) if "_to" in use else None
            add(end, use["_mzone"], offsets)
        if not spans or spans[-1][0] is not None:
            add(None, None, None)
        return spans


# --- which instants carry the daylight name ---------------------------------

# tzdata writes these with a daylight saving time below standard time; CLDR's names
# ("… Summer Time") want the other view, in which the later clock is the daylight one.
MOROCCO = {"Africa/Casablanca", "Africa/El_Aaiun"}
MOROCCO_SINCE = utc("2018-10-28 02:00")
PRAGUE = {"Europe/Prague", "Europe/Bratislava"}
CLDR_DECIDES = {"Europe/Dublin", "Eire", "Africa/Windhoek"}


def daylight(name: str, at: int, kind, history) -> bool:
    offset, dst, _ = kind
    for until, _, _, offsets in history:
        if until is None or at < until:
            if offsets and offset in offsets:
                return offset == offsets[1]
            break
    if name in MOROCCO and at >= MOROCCO_SINCE:
        return offset == 3600
    if name in PRAGUE and offset == 0:
        return False
    return dst


def check_negative(name: str, zone: Zone) -> None:
    """No zone but the known ones may save daylight backwards."""
    if name in MOROCCO | PRAGUE | CLDR_DECIDES:
        return
    kinds = [zone.first] + [kind for _, kind in zone.transitions]
    for before, kind, after in zip(kinds, kinds[1:], kinds[2:]):
        if kind[1] and not before[1] and not after[1] and kind[0] < min(before[0], after[0]):
            sys.exit(f"{name}: negative daylight saving is new here, see CLDR_DECIDES and its neighbours")


# --- packing ----------------------------------------------------------------


def varint(n: int) -> bytes:
    assert n >= 0
    out = bytearray()
    while n >= 128:
        out.append(n & 127 | 128)
        n >>= 7
    out.append(n)
    return bytes(out)


def zigzag(n: int) -> int:
    return n * 2 if n >= 0 else -n * 2 - 1


def in_units(seconds: int, units: list[int]) -> int:
    """The number in the first unit that divides it; which one that is stands in the lowest bits."""
    width = (len(units) - 1).bit_length()
    number = next(at for at, unit in enumerate(units) if seconds % unit == 0)
    return abs(seconds) // units[number] << width | number


PAUSES = [7 * 86400, 86400, 3600, 1]


def pause(seconds: int) -> bytes:
    """Clocks of one place change at the same hour, a number of weeks or days apart."""
    assert seconds > 0
    return varint(in_units(seconds, PAUSES))


def pack_kind(kind, abbreviations) -> tuple[bytes, int]:
    """An offset, whose lowest bits are its unit, daylight time and its sign; and an abbreviation."""
    offset, dst, abbreviation = kind
    number = zigzag(offset // 900) * 2 if offset % 900 == 0 else zigzag(offset) * 2 + 1
    return varint(number * 2 + dst), abbreviations.index(abbreviation)


class Table:
    """Values in the order of their first use, each once."""

    def __init__(self, *values):
        self.values = list(values)

    def index(self, value) -> int:
        if value not in self.values:
            self.values.append(value)
        return self.values.index(value)


def pack_footer(footer, abbreviations: Table) -> bytes:
    std, dst, start, end = footer

    def kind(k) -> bytes:
        number, abbreviation = pack_kind(k, abbreviations)
        return number + bytes([abbreviation])

    def rule(r) -> bytes:
        month, week, weekday, seconds = r
        assert seconds % 900 == 0
        return bytes([month, week, weekday]) + varint(zigzag(seconds // 900))

    if dst is None:
        return kind(std) + bytes([0])
    return kind(std) + rule(start) + rule(end) + kind(dst)


def zone_rules(name: str, zone: Zone, history):
    """The footer, the kinds of clock, and the transitions with the number of the kind that each begins."""
    check_negative(name, zone)
    view = lambda at, kind: (kind[0], daylight(name, at, kind, history), kind[2])
    std, dst, *rules = parse_footer(zone.footer)
    footer = (view(2**40, std), dst and view(2**40, dst), *rules)
    if dst:
        assert (footer[0][1], footer[1][1]) == (False, True), name
    first = view(-(2**40), zone.first)
    changes = with_boundaries(zone, history, dst)
    transitions, last = [], first
    for at, kind in changes:
        kind = view(at, kind)
        # The last one may change nothing: it says from when on the footer holds.
        if kind != last or at == changes[-1][0]:
            transitions.append((at, kind))
            last = kind
    if not dst:
        assert last[0] == footer[0][0] and last[2] == footer[0][2], name
        # A zone whose clock stays on daylight time for good.
        footer = ((footer[0][0], last[1], footer[0][2]), None, None, None)
    types = Table(first)
    numbers = tuple((at, types.index(kind)) for at, kind in transitions)
    return footer, tuple(types.values), numbers


def pack_rules(all_rules, abbreviations: Table, footers: Table) -> bytes:
    """All zones' rules, one column after the other: what is alike stands beside each other."""
    footer_column, counts, kind_counts = bytearray(), bytearray(), bytearray()
    offsets, names, numbers, lasts, pauses = (bytearray() for _ in range(5))
    for footer, kinds, transitions in all_rules:
        footer_column.append(footers.index(pack_footer(footer, abbreviations)))
        counts += varint(len(transitions))
        kind_counts.append(len(kinds))
        for kind in kinds:
            offset, name = pack_kind(kind, abbreviations)
            offsets += offset
            names.append(name)
        # Latest first, since most look-ups ask for it.
        begun = [kind for _, kind in transitions][::-1]
        numbers += bytes(begun)
        # What the clock shows that is changed; before the first transition it is one of kind 0.
        ended = begun[1:] + [0]
        local = [at + kinds[kind][0] for (at, _), kind in zip(transitions[::-1], ended)]
        if local:
            lasts += varint(zigzag(local[0]))
        for later, earlier in zip(local, local[1:]):
            pauses += pause(later - earlier)
    count = varint(len(all_rules))
    return bytes(count + footer_column + counts + kind_counts + offsets + names + numbers + lasts + pauses)


def with_boundaries(zone: Zone, history, yearly):
    """The transitions, and the instants at which CLDR begins to see the same clock as another half."""
    changes = dict(zone.transitions)
    if any(offsets for *_, offsets in history):
        for until, *_ in history:
            before = [kind for at, kind in zone.transitions if until and at <= until]
            if before and (until < zone.transitions[-1][0] or not yearly):
                changes.setdefault(until, before[-1])
    return sorted(changes.items())


def history_spans(history, strings: Table):
    """The names of a zone by period: until when (minutes since 1970), the standard name and the daylight one."""
    number = lambda name: NONE if name is None else strings.index(name)
    spans = []
    for until, std, dst, _ in history:
        assert until is None or (until % 60 == 0 and until >= 0)
        span = (until and until // 60, number(std), number(dst))
        if spans and spans[-1][1:] == span[1:]:
            spans[-1] = span
        else:
            spans.append(span)
    assert [until is None for until, _, _ in spans] == [False] * (len(spans) - 1) + [True]
    return tuple(spans)


def pack_histories(histories) -> bytes:
    spans = [span for history in histories for span in history]
    out = varint(len(histories)) + bytes(map(len, histories))
    out += bytes(std for _, std, _ in spans) + bytes(dst for _, _, dst in spans)
    return out + b"".join(varint(until) for until, _, _ in spans if until is not None)


def pack_index(numbers: list[int]) -> bytes:
    """0 for the next number that no zone before has, else how far back from there its number is."""
    out, following = b"", 2  # UTC and GMT have the first two
    for number in numbers:
        assert number <= following
        out += varint(following - number)
        following += number == following
    return out


def windows(folder: Path, zones: dict[str, Zone]) -> dict[str, str]:
    """The zone of each Windows name where no country is given (CLDR's territory 001)."""
    rows = read_json(folder, "cldr-core", "supplemental/windowsZones.json")
    rows = rows["supplemental"]["windowsZones"]["mapTimezones"]
    aliases = read_json(folder, "cldr-bcp47", "bcp47/timezone.json")["keyword"]["u"]["tz"]
    # CLDR keeps the first name that it gave to a zone; the database's own of today is `_iana`.
    today = {a.split()[0]: v["_iana"] for v in aliases.values() if "_iana" in v for a in [v["_alias"]]}
    pairs = {}
    for row in rows:
        row = row["mapZone"]
        if row["_territory"] == "001":
            zone = today.get(row["_type"], row["_type"])
            assert zone in zones, zone
            pairs[row["_other"]] = zone
    return pairs


def build(folder: Path) -> dict[str, bytes]:
    zones, iana = read_zones(folder)
    names = Names(folder)
    abbreviations, footers = Table(), Table()
    rules, histories, strings = Table(), Table(), Table()
    strings.values = sorted({n for z in zones for _, s, d, _ in names.history(z) for n in (s, d) if n})
    # UTC and GMT come first, so that their numbers are known without a look into the tables.
    order = ["UTC", "GMT"] + [z for z in sorted(zones) if z not in ("UTC", "GMT")]
    ids = {}
    for name in order:
        history = names.history(name)
        record = zone_rules(name, zones[name], history)
        ids[name] = rules.index(record), histories.index(history_spans(history, strings))
    assert ids["UTC"] == (0, 0) and ids["GMT"] == (1, 1)
    packed_rules = pack_rules(rules.values, abbreviations, footers)
    assert len(strings.values) < NONE and len(abbreviations.values) < NONE and len(footers.values) < NONE
    assert all(len(a.encode()) <= ABBREVIATION_WIDTH for a in abbreviations.values)
    in_order = sorted(zones)
    index = b"".join(pack_index([ids[n][column] for n in in_order]) for column in (0, 1))
    by_windows = sorted(windows(folder, zones).items())
    table = "".join(a.ljust(ABBREVIATION_WIDTH) for a in abbreviations.values)
    return {
        "zones.txt": "\n".join(in_order).encode(),
        "index.bin": index,
        "abbreviations.txt": table.encode(),
        "footers.bin": b"".join(footers.values),
        "rules.bin": packed_rules,
        "histories.bin": pack_histories(histories.values),
        "windows.txt": "\n".join(name for name, _ in by_windows).encode(),
        "windows.bin": b"".join(varint(in_order.index(zone)) for _, zone in by_windows),
        "names.txt": "\n".join(strings.values).encode(),
        "VERSIONS": f"tzdata {iana} (PyPI tzdata {TZDATA})\nCLDR {CLDR} (npm cldr-core, cldr-bcp47, cldr-dates-full)\n".encode(),
    }


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--check", action="store_true", help="write nothing, fail on a difference")
    arguments.add_argument("--packages", type=Path, help="a folder that holds the packages already")
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.packages or Path(temporary)
        if not options.packages:
            fetch(folder)
        files = build(folder)
    for name, data in files.items():
        path = OUT / name
        if options.check:
            if not path.exists() or path.read_bytes() != data:
                sys.exit(f"{path.name} is not what the generator writes")
        else:
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(data)
    print("the data is up to date" if options.check else f"{sum(map(len, files.values()))} bytes written")


if __name__ == "__main__":
    main()
