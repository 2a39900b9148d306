import type { Destination, EventDoc, Target } from "@itl/editor";
import type { Escape } from "itl-wasm";
import { emptyWorkspace, type Workspace } from "./workspace.js";

export interface Example {
  id: string;
  files: { name: string; text: string; partial: boolean }[];
  /** The event that the templates are written for comes first. */
  events: EventDoc[];
  /** Templates that ilert itself understands, where there are others. */
  portable: { name: string; text: string; partial: boolean }[];
  /** By file name, `default` for all. */
  options: Record<string, { timezone?: string; now?: number; escape?: Escape }>;
  dialect: "itl" | "mustache";
  about: string;
}

/** Names and one line for each example; others get their folder's name. */
const ABOUT: Record<string, [title: string, about: string]> = {
  alertmanager: [
    "Prometheus Alertmanager",
    "Several alerts in one notification: a loop over what is firing, and what is over.",
  ],
  grafana: ["Grafana", "Unified alerting with values, labels and links to panels."],
  datadog: ["Datadog", "A monitor's webhook: tags, priority and a link."],
  zabbix: ["Zabbix", "A trigger with its severity, host and operational data."],
  "cloudwatch-sns": ["Amazon CloudWatch through SNS", "JSON inside a JSON string, read with parseJson()."],
  "kubernetes-event": ["Kubernetes event", "A pod that cannot start: reason, object, counts."],
  "github-actions": ["GitHub Actions", "A workflow run that failed, with branch and commit."],
  sentry: ["Sentry", "An issue alert with the place in the code."],
  "uptime-kuma": ["Uptime Kuma", "A monitor that is down, and up again."],
  "observer-prompt": [
    "Observer prompt",
    "A prompt in Mustache: partials, messages by role, and values that cannot forge its sections.",
  ],
  email: ["E-mail", "A mail turned into an alert: cut the subject, keep the useful lines."],
};
export const titleOf = (example: Example): string =>
  ABOUT[example.id]?.[0] ?? example.id.replace(/[-_]/g, " ").replace(/^./, (c) => c.toUpperCase());
export const aboutOf = (example: Example): string => ABOUT[example.id]?.[1] ?? example.about;

/** The destination an example's template is written for. */
export function destinationFor(example: Pick<Example, "dialect">, name: string): Destination {
  if (example.dialect === "mustache") return "messages";
  if (name.endsWith(".json") || name === "webhook") return "webhook";
  return "plain";
}

export function fromExample(example: Example, name?: string, target: Target = "full"): Workspace {
  const files = target === "ilert" && example.portable.length > 0 ? example.portable : example.files;
  const wanted = files.findIndex((f) => f.name === name);
  const usual = files.findIndex((f) => f.name === "details" || (!f.partial && example.dialect === "mustache"));
  const main = wanted >= 0 ? wanted : Math.max(0, usual);
  const file = files[main]!;
  return {
    ...emptyWorkspace(),
    title: titleOf(example),
    docs: files.map((f) => {
      const destination = destinationFor(example, f.name);
      return destination === "webhook" ? { ...f, destination } : { ...f };
    }),
    active: main,
    main,
    events: example.events.map((event) => ({ ...event })),
    dialect: example.dialect,
    destination: example.dialect === "mustache" ? "messages" : "plain",
    target: example.dialect === "mustache" ? "full" : target,
    ...settings(example.options, file.name),
  };
}

/** The time zone and clock an example is rendered with. */
function settings(options: Example["options"], name: string): Partial<Workspace> {
  const own = { ...options.default, ...options[`${name}.itl`], ...options[`${name}.mustache`], ...options[name] };
  return {
    timezone: own.timezone ?? "UTC",
    now: own.now ?? null,
    escape: name.endsWith(".json") ? null : (own.escape ?? null),
  };
}
