// The alert that the printed templates of an alert source make. The rules are those of the crate itl-alert; the cases of
// spec-tests/alert-source.json hold for both.

/** What a source printed for one event; what is absent has no template. */
export interface PrintedSource {
  summary?: string;
  details?: string;
  key?: string;
  routing?: string;
  links?: readonly { text?: string; fixedText?: string; href: string }[];
  priority?: { value: string; mappings: readonly (readonly [value: string, priority: string])[] };
  severity?: { value: string; mappings: readonly (readonly [value: string, severity: number])[] };
  services?: readonly string[];
  defaultPriority?: string;
  defaultSeverity?: number;
}

/** An alert, with the names of ilert's events. What is empty is left out. */
export interface Alert {
  summary?: string;
  details?: string;
  alertKey?: string;
  routingKey?: string;
  priority?: string;
  severity?: number;
  links?: { href: string; text: string }[];
  services?: string[];
}

/** Fields of an alert source by the names of its templates here. */
export const CARRIERS = {
  summary: "summaryTemplate",
  details: "detailsTemplate",
  key: "alertKeyTemplate",
  routing: "routingTemplate",
  links: "linkTemplates",
  priority: "priorityTemplate",
  severity: "severityTemplate",
  services: "servicesTemplate",
} as const;

/** A text without the whitespace around it, as Rust has it: `String.trim` also takes U+FEFF and leaves U+0085. */
const trimmed = (text: string): string => text.replace(/^\p{White_Space}+|\p{White_Space}+$/gu, "");

const line = (text: string | undefined): string | undefined => trimmed(text ?? "") || undefined;

function lookup<V>(
  mapped: { value: string; mappings: readonly (readonly [string, V])[] } | undefined,
  otherwise: V | undefined,
): V | undefined {
  const value = trimmed(mapped?.value ?? "");
  return mapped?.mappings.find(([known]) => known === value)?.[1] ?? otherwise;
}

function links(printed: PrintedSource): Alert["links"] {
  const all = (printed.links ?? []).flatMap(({ text, fixedText, href }) => {
    const address = line(href);
    return address === undefined ? [] : [{ href: address, text: line(text) ?? line(fixedText) ?? address }];
  });
  return all.length > 0 ? all : undefined;
}

function services(printed: PrintedSource): string[] | undefined {
  const seen = new Set<string>();
  const all = (printed.services ?? [])
    .flatMap((text) => text.split(","))
    .map(trimmed)
    .filter((name) => {
      const folded = name.toLowerCase();
      const isNew = name !== "" && !seen.has(folded);
      seen.add(folded);
      return isNew;
    });
  return all.length > 0 ? all : undefined;
}

export function alertOf(printed: PrintedSource): Alert {
  const details = printed.details?.replace(/\r?\n$/, "");
  const alert: Alert = {
    summary: line(printed.summary),
    details: line(details) === undefined ? undefined : details,
    alertKey: line(printed.key),
    routingKey: line(printed.routing),
    priority: lookup(printed.priority, printed.defaultPriority),
    severity: lookup(printed.severity, printed.defaultSeverity),
    links: links(printed),
    services: services(printed),
  };
  return Object.fromEntries(Object.entries(alert).filter(([, value]) => value !== undefined));
}
