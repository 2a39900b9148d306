#!/usr/bin/env python3
"""Writes unicode.bin from the tables of the crate regex-syntax.

    data/make.py path/to/regex-syntax/src/unicode_tables

A property is stored as the difference to what is known already: whole general categories, and
one property stored before it. What src/unicode.rs reads, and tests/properties.rs compares with
the crate, name by name.
"""
import re, sys, pathlib

SOURCE = pathlib.Path(sys.argv[1])
HERE = pathlib.Path(__file__).parent
PAIR = re.compile(r"\('((?:\\u\{[0-9a-f]+\}|\\.|[^'\\]|'))', '((?:\\u\{[0-9a-f]+\}|\\.|[^'\\]|'))'\)", re.S)
END = 0x110000


def char(text):
    if text.startswith("\\u{"):
        return int(text[3:-1], 16)
    if text.startswith("\\"):
        return ord({"t": "\t", "n": "\n", "r": "\r", "0": "\0", "'": "'", "\\": "\\"}[text[1]])
    return ord(text)


def sets(name):
    text = (SOURCE / f"{name}.rs").read_text()
    tables = {
        const: [(char(a), char(b)) for a, b in PAIR.findall(body)]
        for const, body in re.findall(r"pub const (\w+): &'static \[\(char, char\)\] =\s*&\[(.*?)\n?\];", text, re.S)
    }
    by_name = re.search(r"BY_NAME.*?=\s*&\[(.*?)\];", text, re.S).group(1)
    return {name: tables[const] for name, const in re.findall(r'\("(\w+)",\s*(\w+)\)', by_name)}


def edges(ranges):
    """Where a set begins and ends, in turn."""
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


def value_names(text, prop):
    body = re.search(r'\(\s*"%s",\s*&\[(.*?)\],\s*\)' % prop, text, re.S).group(1)
    return re.findall(r'\("([^"]+)", "([^"]+)"\)', body)


values = (SOURCE / "property_values.rs").read_text()
names = re.findall(r'\("([^"]+)", "([^"]+)"\)', (SOURCE / "property_names.rs").read_text())

gencat = sets("general_category")
composite = {"Cased_Letter", "Letter", "Mark", "Number", "Other", "Punctuation", "Separator", "Symbol", "Unassigned"}
leaves = sorted(set(gencat) - composite)
assert len(leaves) == 28, leaves
LEAF = {name: edges(gencat[name]) for name in leaves}

stored = []  # (encoded, edges)
known = {}


def store(ranges_edges):
    key = tuple(ranges_edges)
    if key in known:
        return known[key]
    best = None
    near = sorted((len(xor(ranges_edges, one[1])), at) for at, one in enumerate(stored))
    for base in [None] + [at for _, at in near[:3]]:
        rest = xor(ranges_edges, stored[base][1]) if base is not None else list(ranges_edges)
        mask = 0
        # A category is taken where the difference gets smaller by it.
        again = True
        while again:
            again = False
            for bit, leaf in enumerate(leaves):
                if len(LEAF[leaf]) < 4:
                    continue
                other = xor(rest, LEAF[leaf])
                if len(other) < len(rest):
                    rest, mask, again = other, mask ^ 1 << bit, True
        encoded = number(0 if base is None else len(stored) - base) + number(mask) + gaps(rest)
        if best is None or len(encoded) < len(best[0]):
            best = (encoded, None, rest)
    known[key] = len(stored)
    stored.append((best[0], list(ranges_edges)))
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
bools = {n: edges(r) for n, r in sets("property_bool").items()}
for n in sorted(bools, key=lambda n: (n not in ("Alphabetic", "ID_Continue", "Grapheme_Extend"), n)):
    store(bools[n])
scripts = {n: edges(r) for n, r in sets("script").items()}
extensions = {n: edges(r) for n, r in sets("script_extension").items()}
for n in scripts:
    store(scripts[n])
    if n in extensions:
        store(extensions[n])
for alias, canon in value_names(values, "Script"):
    if canon in scripts:
        name(f"sc={alias}", scripts[canon])
    if canon in extensions:
        name(f"scx={alias}", extensions[canon])
ages = sets("age")
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
    found = {n: edges(r) for n, r in sets(file).items()}
    for alias, canon in value_names(values, prop):
        if canon in found:
            name(f"{short}={alias}", found[canon])
for alias, canon in names:
    if canon in bools and alias not in ("cf", "sc", "lc"):
        name(alias, bools[canon])
word = edges([(char(a), char(b)) for a, b in PAIR.findall((SOURCE / "perl_word.rs").read_text())])
word_at, digit_at, space_at = store(word), store(cats["Decimal_Number"]), store(bools["White_Space"])

# Names of one set stand in a line: prop=alias alias; sets in order of their number.
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
folding = (SOURCE / "case_folding_simple.rs").read_text()
orbits = set()
CH = r"'((?:\\u\{[0-9a-f]+\}|\\.|[^'\\]))'"
for row in re.findall(r"\((" + CH + r", &\[[^\]]*\])\)", folding):
    chars = [char(c) for c in re.findall(CH, row[0])]
    orbits.add(tuple(sorted(chars)))
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
parts = {
    "categories.bin": number(len(runs_of)) + kinds + lengths,
    "sets.bin": number(len(stored)) + b"".join(encoded for encoded, _ in stored),
    "folding.bin": folded,
    "names.txt": text.encode(),
    "perl.bin": gaps(bools["White_Space"]) + gaps(cats["Decimal_Number"]) + gaps(word),
}
for file, content in parts.items():
    (HERE / file).write_bytes(content)
    print(file, len(content))
print("sets", len(stored), "perl", word_at, digit_at, space_at, "leaves", leaves)
