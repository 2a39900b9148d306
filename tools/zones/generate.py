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
    out = bytearray()
    while n >= 128:
        out.append(n & 127 | 128)
        n >>= 7
    out.append(n)
    return bytes(out)


def zigzag(n: int) -> int:
    return n * 2 if n >= 0 else -n * 2 - 1


def interval(seconds: int) -> bytes:
    """Most pauses between transitions are whole hours; the lowest bit says which unit."""
    assert seconds > 0
    return varint(seconds // 3600 * 2 if seconds % 3600 == 0 else seconds * 2 + 1)


class Table:
    """Values in the order of their first use, each once."""

    def __init__(self, *values):
        self.values = list(values)

    def index(self, value) -> int:
        if value not in self.values:
            self.values.append(value)
        return self.values.index(value)


def columns(numbers: list[int], width: int) -> bytes:
    """The numbers in `width` bytes each: the low bytes of all, then the next ones. Alike bytes lie beside each other."""
    return b"".join(bytes(n >> 8 * byte & 255 for n in numbers) for byte in range(width))


def with_offsets(items: list[bytes]) -> bytes:
    """u16 count, count + 1 offsets into what follows in columns of three bytes, the items."""
    at, offsets = 0, [0]
    for item in items:
        at += len(item)
        offsets.append(at)
    return struct.pack("<H", len(items)) + columns(offsets, 3) + b"".join(items)


def pack_footer(footer, abbreviations: Table) -> bytes:
    std, dst, start, end = footer
    fixed = struct.pack("<iB", std[0], abbreviations.index(std[2]))
    if dst is None:
        return fixed
    rule = lambda r: struct.pack("<BBBi", *r)
    return fixed + struct.pack("<iB", dst[0], abbreviations.index(dst[2])) + rule(start) + rule(end)


def pack_zone(name: str, zone: Zone, history, abbreviations: Table, footers: Table) -> bytes:
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
    types = Table(first)
    indexes = [types.index(kind) for _, kind in transitions]
    out = bytearray([footers.index(pack_footer(footer, abbreviations)) * 2 + footer_daylight(footer, last)])
    out += varint(len(transitions))
    if transitions:
        out += varint(zigzag(transitions[-1][0]))
    out.append(len(types.values))
    for offset, dst, abbreviation in types.values:
        out += varint(zigzag(offset) * 2 + dst)
        out.append(abbreviations.index(abbreviation))
    out += bytes(reversed(indexes))
    times = [at for at, _ in transitions]
    for before, after in reversed(list(zip(times, times[1:]))):
        out += interval(after - before)
    return bytes(out)


def with_boundaries(zone: Zone, history, yearly):
    """The transitions, and the instants at which CLDR begins to see the same clock as another half."""
    changes = dict(zone.transitions)
    if any(offsets for *_, offsets in history):
        for until, *_ in history:
            before = [kind for at, kind in zone.transitions if until and at <= until]
            if before and (until < zone.transitions[-1][0] or not yearly):
                changes.setdefault(until, before[-1])
    return sorted(changes.items())


def footer_daylight(footer, last) -> bool:
    """A zone whose clock stays on daylight time for good."""
    return footer[1] is None and last[1]


def pack_history(history, strings: Table) -> bytes:
    number = lambda name: NONE if name is None else strings.index(name)
    spans = []
    for until, std, dst, _ in history:
        if spans and spans[-1][1:] == (std, dst):
            spans[-1] = (until, std, dst)
        else:
            spans.append((until, std, dst))
    out = bytearray([len(spans)])
    for until, std, dst in spans:
        out += bytes([number(std), number(dst)])
        out += struct.pack("<I", 0xFFFFFFFF if until is None else until // 60)
        assert until is None or (until % 60 == 0 and until >= 0)
    return bytes(out)


def windows(folder: Path, zones: dict[str, Zone]) -> str:
    """The zone of each Windows name where no country is given (CLDR's territory 001)."""
    rows = read_json(folder, "cldr-core", "supplemental/windowsZones.json")
    rows = rows["supplemental"]["windowsZones"]["mapTimezones"]
    aliases = read_json(folder, "cldr-bcp47", "bcp47/timezone.json")["keyword"]["u"]["tz"]
    # CLDR keeps the first name that it gave to a zone; the database's own of today is `_iana`.
    today = {a.split()[0]: v["_iana"] for v in aliases.values() if "_iana" in v for a in [v["_alias"]]}
    pairs = set()
    for row in rows:
        row = row["mapZone"]
        if row["_territory"] == "001":
            zone = today.get(row["_type"], row["_type"])
            assert zone in zones, zone
            pairs.add(f"{row['_other']}\t{zone}\n")
    return "".join(sorted(pairs))


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
        record = pack_zone(name, zones[name], history, abbreviations, footers)
        ids[name] = rules.index(record), histories.index(pack_history(history, strings))
    assert ids["UTC"] == (0, 0) and ids["GMT"] == (1, 1)
    assert len(strings.values) < NONE and len(abbreviations.values) < NONE and len(footers.values) < 128
    assert all(len(a.encode()) <= ABBREVIATION_WIDTH for a in abbreviations.values)
    index = columns([ids[n][0] for n in sorted(zones)], 2) + columns([ids[n][1] for n in sorted(zones)], 2)
    table = "".join(a.ljust(ABBREVIATION_WIDTH) for a in abbreviations.values)
    return {
        "zones.txt": "\n".join(sorted(zones)).encode(),
        "index.bin": index,
        "abbreviations.txt": table.encode(),
        "footers.bin": with_offsets(footers.values),
        "rules.bin": with_offsets(rules.values),
        "histories.bin": with_offsets(histories.values),
        "windows.tsv": windows(folder, zones).encode(),
        "names.bin": with_offsets([s.encode() for s in strings.values]),
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
