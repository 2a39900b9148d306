/** Names under which people look for the same thing; each system has its own. */
const GROUPS = [
    ["host", "hostname", "instance", "node", "server", "machine", "computer", "pod", "device"],
    ["severity", "priority", "level", "urgency", "criticality"],
    ["name", "title", "alertname", "subject", "summary", "headline"],
    ["description", "message", "text", "body", "details", "msg", "content"],
    ["time", "date", "timestamp", "startsAt", "started", "created", "since", "when", "occurred"],
    ["ended", "endsAt", "resolvedAt", "recovered"],
    ["url", "link", "href", "generatorURL", "externalURL", "permalink"],
    ["runbook", "runbook_url", "playbook"],
    ["service", "app", "application", "job", "component", "system"],
    ["team", "owner", "group", "responsible"],
    ["environment", "env", "stage", "cluster"],
    ["status", "state", "event_value"],
    ["value", "metric", "current", "measurement"],
    ["region", "zone", "datacenter", "location"],
    ["user", "actor", "author", "sender", "from"],
    ["id", "fingerprint", "uuid", "key"],
];
const words = new Map();
for (const group of GROUPS)
    for (const word of group)
        words.set(word.toLowerCase(), group);
/** Other names for a key, in lower case, without those that hold it already. */
export function otherNames(key) {
    const own = key.toLowerCase();
    const group = words.get(own) ?? words.get(own.split(/[_-]/).at(-1));
    return group ? group.map((word) => word.toLowerCase()).filter((word) => !own.includes(word)) : [];
}
/** How usual a key is among the names of its group; the smaller, the more. */
export function usualness(key) {
    const own = key.toLowerCase();
    const group = words.get(own) ?? words.get(own.split(/[_-]/).at(-1));
    return group ? group.findIndex((word) => own.includes(word.toLowerCase())) : 0;
}
