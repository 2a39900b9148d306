"""Checks requests, given as lines of {name, target, body}, against the vendors' types and written rules.

    check.py FILE…          every request passes
    check.py --mutations    changes of good requests, from FILE, are caught
"""

import copy
import json
import sys

from mutations import MUTATIONS, mutate
from rules import RULES
from vendors import TYPES


def check(target, body):
    found = [line for check in TYPES[target] for line in check(body)]
    try:
        found += list(RULES[target](body))
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        found.append(f"the rules cannot read it: {error!r}")
    return found


def requests(path):
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            request = json.loads(line)
            if request["target"] in TYPES:
                yield request


def check_all(paths):
    count = bad = 0
    for path in paths:
        for request in requests(path):
            count += 1
            found = check(request["target"], request["body"])
            if found:
                bad += 1
                if bad <= 20:
                    print(f"{request['name']} to {request['target']}:", *found[:5], sep="\n    ")
    print(f"requests: {count} checked by the vendors' types and {len(RULES)} sets of rules, {bad} refused")
    return bad == 0 and count > 0


def check_mutations(path):
    good = {request["target"]: request["body"] for request in requests(path)}
    missed = []
    for target, name, change in MUTATIONS:
        body = copy.deepcopy(good[target])
        mutate(body, change)
        if body == good[target] or not check(target, body):
            missed.append(f"{target}: {name}")
    print(f"mutations: {len(MUTATIONS)} tried, {len(missed)} not caught", *missed, sep="\n    ")
    return not missed


if __name__ == "__main__":
    arguments = sys.argv[1:]
    fine = check_mutations(arguments[1]) if arguments[0] == "--mutations" else check_all(arguments)
    sys.exit(not fine)
