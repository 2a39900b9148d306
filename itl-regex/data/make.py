#!/usr/bin/env python3
"""Writes the tables of this folder.

    data/make.py UCD_JSON REGEX_SYNTAX_TABLES

UCD_JSON is what dump.mjs prints for one version of Unicode. The second argument is the folder src/unicode_tables of
the crate regex-syntax, which says which properties there are and by which names they are known.

A property is stored as the difference to what is stored already: whole general categories, and one earlier property.
Most borders of what is left are borders of categories too, so they are numbered among those and all others there are.
src/unicode reads the tables; tests/properties.rs compares them with the crate, name by name.
"""
import json, re, sys, pathlib

UCD = json.loads(pathlib.Path(sys.argv[1]).read_text())
SOURCE = pathlib.Path(sys.argv[2])
HERE = pathlib.Path(__file__).parent
END = 0x110000
SURROGATES = (0xD800, 0xDFFF)
# Scripts that the crate does not know yet, and their short names.
NEW_SCRIPTS = {"Beria_Erfe": "berf", "Sidetic": "sidt", "Tai_Yo": "tayo", "Tolong_Siki": "tols"}


def by_name(name):
    """The values of a property that the crate knows."""
    text = (SOURCE / f"{name}.rs").read_text()
    return re.findall(r'\("(\w+)",\s*\w+\)', re.search(r"BY_NAME.*?=\s*&\[(.*?)\];", text, re.S).group(1))


def scalar(ranges):
    """The ranges without surrogates."""
    for first, last in ranges:
        if first < SURROGATES[0]:
            yield first, min(last, SURROGATES[0] - 1)
        if last > SURROGATES[1]:
            yield max(first, SURROGATES[1] + 1), last


def sets(name, prop):
    """The values of a property: those that the crate knows, and those that are new."""
    found = UCD["properties"][prop]
    known = by_name(name)
    if prop in ("Script", "Script_Extensions"):
        known += [value for value in found if value not in known and value not in ("Zzzz", "Unknown", "Katakana_Or_Hiragana")]
    return {value: list(scalar(found[value])) for value in sorted(known)}


def edges(ranges):
    """The borders of a set: where its ranges begin and end, in turn."""
    out = []
    for first, last in sorted(ranges):
        if out and out[-1] == first:
            out[-1] = last + 1
        else:
            out += [first, last + 1]
    return out


def xor(*lists):
    count = {}
    for one in lists:
        for edge in one:
            count[edge] = count.get(edge, 0) ^ 1
    return sorted(edge for edge, odd in count.items() if odd)


def union(*lists):
    """The borders of all characters that are in any of the sets."""
    pairs = sorted(pair for one in lists for pair in zip(one[0::2], one[1::2]))
    out = []
    for first, end in pairs:
        if out and first <= out[-1]:
            out[-1] = max(out[-1], end)
        else:
            out += [first, end]
    return out


def number(n):
    """Seven bits a byte, the low ones first."""
    out = bytearray()
    while n >= 128:
        out.append(n & 127 | 128)
        n >>= 7
    out.append(n)
    return bytes(out)


def gaps(edges):
    out, last = number(len(edges)), 0
    for edge in edges:
        out += number(edge - last)
        last = edge
    return out


def plain(name):
    return re.sub(r"[ _-]", "", name).lower()


def value_names(text, prop):
    body = re.search(r'\(\s*"%s",\s*&\[(.*?)\],\s*\)' % prop, text, re.S).group(1)
    names = re.findall(r'\("([^"]+)", "([^"]+)"\)', body)
    known = {canon for _, canon in names}
    if prop == "Script":
        for canon, short in NEW_SCRIPTS.items():
            if canon not in known:
                names += [(plain(canon), canon), (short, canon)]
    if prop == "Age":
        for version in sorted(UCD["ages"]):
            canon = f"V{version.replace('.', '_')}"
            if canon not in known:
                names += [(version, canon), (plain(canon), canon)]
    return names


values = (SOURCE / "property_values.rs").read_text()
names = re.findall(r'\("([^"]+)", "([^"]+)"\)', (SOURCE / "property_names.rs").read_text())

gencat = sets("general_category", "General_Category")
composite = {"Cased_Letter", "Letter", "Mark", "Number", "Other", "Punctuation", "Separator", "Symbol", "Unassigned"}
leaves = sorted(set(gencat) - composite)
assert len(leaves) == 28, leaves
LEAF = {name: edges(gencat[name]) for name in leaves}

stored = []  # (how far back its base is, mask of categories, borders that differ, borders)
known = {}


def store(ranges_edges):
    key = tuple(ranges_edges)
    if key in known:
        return known[key]
    best = None
    near = sorted((len(xor(ranges_edges, one[-1])), at) for at, one in enumerate(stored))
    for base in [None] + [at for _, at in near[:10]]:
        rest = xor(ranges_edges, stored[base][-1]) if base is not None else list(ranges_edges)
        mask = 0
        # A category is taken if the difference gets smaller by it.
        again = True
        while again:
            again = False
            for bit, leaf in enumerate(leaves):
                if len(LEAF[leaf]) < 4:
                    continue
                other = xor(rest, LEAF[leaf])
                if len(other) < len(rest):
                    rest, mask, again = other, mask ^ 1 << bit, True
        back = 0 if base is None else len(stored) - base
        size = len(number(back) + number(mask) + gaps(rest))
        if best is None or size < best[0]:
            best = (size, back, mask, rest)
    known[key] = len(stored)
    stored.append((*best[1:], list(ranges_edges)))
    return known[key]


out_names = {}


def name(key, ranges_edges):
    assert key not in out_names or out_names[key] == store(ranges_edges), key
    out_names[key] = store(ranges_edges)


cats = {n: edges(r) for n, r in gencat.items()}
everything = [0, END]
cats["Any"] = everything
cats["ASCII"] = [0, 128]
cats["Assigned"] = xor(everything, cats["Unassigned"])
aliases = value_names(values, "General_Category") + [("any", "Any"), ("ascii", "ASCII"), ("assigned", "Assigned")]
for alias, canon in aliases:
    if canon in cats:
        name(f"gc={alias}", cats[canon])
bools = {n: edges(r) for n, r in sets("property_bool", "Binary_Property").items()}
for n in sorted(bools, key=lambda n: (n not in ("Alphabetic", "ID_Continue", "Grapheme_Extend"), n)):
    store(bools[n])
scripts = {n: edges(r) for n, r in sets("script", "Script").items()}
extensions = {n: edges(r) for n, r in sets("script_extension", "Script_Extensions").items()}
for n in scripts:
    store(scripts[n])
    if n in extensions:
        store(extensions[n])
for alias, canon in value_names(values, "Script"):
    if canon in scripts:
        name(f"sc={alias}", scripts[canon])
    if canon in extensions:
        name(f"scx={alias}", extensions[canon])
ages = {f"V{version.replace('.', '_')}": list(scalar(ranges)) for version, ranges in UCD["ages"].items()}
order = sorted(ages, key=lambda n: [int(p) for p in n[1:].split("_")])
so_far = []
cumulated = {}
for n in order:
    so_far = so_far + ages[n]
    cumulated[n] = edges(so_far)
    store(cumulated[n])
for alias, canon in value_names(values, "Age"):
    if canon in cumulated:
        name(f"age={alias}", cumulated[canon])
for prop, short, file in [
    ("Grapheme_Cluster_Break", "gcb", "grapheme_cluster_break"),
    ("Word_Break", "wb", "word_break"),
    ("Sentence_Break", "sb", "sentence_break"),
]:
    found = {n: edges(r) for n, r in sets(file, prop).items()}
    for alias, canon in value_names(values, prop):
        if canon in found:
            name(f"{short}={alias}", found[canon])
for alias, canon in names:
    if canon in bools and alias not in ("cf", "sc", "lc"):
        name(alias, bools[canon])
in_words = ["Alphabetic", "Join_Control"], ["Mark", "Decimal_Number", "Connector_Punctuation"]
ranges = [bools[name] for name in in_words[0]] + [cats[name] for name in in_words[1]]
word = union(*ranges)
word_at, digit_at, space_at = store(word), store(cats["Decimal_Number"]), store(bools["White_Space"])

# The names of a property are one line, its sets in the order of their numbers.
props = {}
for key, at in out_names.items():
    prop, _, alias = key.rpartition("=")
    props.setdefault(prop, []).append((alias, at))
text = []
for prop, rows in sorted(props.items()):
    rows.sort(key=lambda row: (row[1], row[0]))
    line, last = [], None
    for alias, at in rows:
        if at == last:
            line[-1] += f",{alias}"
        else:
            line.append(f"{at - (last or 0)}:{alias}")
        last = at
    text.append(f"{prop} " + " ".join(line))
text = "\n".join(text)

# Simple case folding: runs of pairs (first, count, step, distance).
folds = {}
for code, folded_to in UCD["folding"].items():
    folds.setdefault(folded_to, {folded_to}).add(int(code))
orbits = {tuple(sorted(orbit)) for orbit in folds.values()}
pairs = sorted((a, b - a) for orbit in orbits for a, b in zip(orbit, orbit[1:]))
runs = []
left = set(pairs)
while left:
    first = min(left)
    best = None
    for step in (1, 2):
        count = 1
        while (first[0] + count * step, first[1]) in left:
            count += 1
        if best is None or count > best[0]:
            best = (count, step)
    count, step = best
    for i in range(count):
        left.remove((first[0] + i * step, first[1]))
    runs.append((first[0], count, step, first[1]))
runs.sort()
folded, last = number(len(runs)), 0
for first, count, step, distance in runs:
    folded += number(first - last) + number((count - 1) * 2 + (step - 1)) + number(distance)
    last = first

# The general categories as one partition: length and category of each run.
covered = sorted({e for leaf in leaves for e in LEAF[leaf]} | {0, END})
begin = {e: bit for bit, leaf in enumerate(leaves) for e in LEAF[leaf][0::2]}
end = {e for leaf in leaves for e in LEAF[leaf][1::2]}
runs_of, current = [], 31
for at, to in zip(covered, covered[1:]):
    if at in begin:
        current = begin[at]
    elif at in end:
        current = 31
    runs_of.append((to - at, current))
lengths = b"".join(number(length) for length, _ in runs_of)
kinds = bytes(k for _, k in runs_of)
categories_at = {at for at in covered if at < END}
others = sorted({border for _, _, rest, _ in stored for border in rest} - categories_at)
place = {border: at for at, border in enumerate(sorted(categories_at | set(others)))}


def steps(ascending):
    """Numbers as the distance of each to the one before."""
    return b"".join(number(at - before) for before, at in zip([0, *ascending], ascending))


# One column after the other: what is alike stands beside each other.
columns = [
    number(len(stored)),
    *(number(back) for back, _, _, _ in stored),
    *(number(mask) for _, mask, _, _ in stored),
    *(number(len(rest)) for _, _, rest, _ in stored),
    *(steps([place[border] for border in rest]) for _, _, rest, _ in stored),
]
parts = {
    "categories.bin": number(len(runs_of)) + kinds + lengths,
    "borders.bin": number(len(others)) + steps(others),
    "sets.bin": b"".join(columns),
    "folding.bin": folded,
    "names.txt": text.encode(),
    "perl.bin": gaps(bools["White_Space"]) + gaps(cats["Decimal_Number"]) + gaps(word),
}
for file, content in parts.items():
    (HERE / file).write_bytes(content)
    print(file, len(content))
print("sets", len(stored), "perl", word_at, digit_at, space_at, "leaves", leaves)
