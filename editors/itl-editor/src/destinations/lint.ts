// What is written for one channel and shown as it is by another.

const MARKDOWN_BOLD = /\*\*[^\s*][^*\n]*\*\*/;
const MARKDOWN_LINK = /\[[^\]\n]+\]\([^)\s]+\)/;

/** Words about Markdown that Slack does not draw, which has a syntax of its own. */
export function slackNotes(text: string): string[] {
  const notes: string[] = [];
  if (MARKDOWN_BOLD.test(text)) notes.push("Bold is *one star* in Slack; **two** are shown as stars.");
  if (MARKDOWN_LINK.test(text))
    notes.push("A link is <https://…|words> in Slack; [words](https://…) is shown as it is.");
  if (/^#{1,6}\s/m.test(text)) notes.push("Slack has no headings; # is shown as it is.");
  if (/^\s*\|.*\|\s*$/m.test(text)) notes.push("Slack draws no tables.");
  if (/~~[^~\n]+~~/.test(text)) notes.push("Strikethrough is ~one tilde~ in Slack.");
  if (/<https?:[^>|]*[ \n][^>]*>/.test(text)) notes.push("A link with a space in its address is not one.");
  return notes;
}

/** Words about what the text of an Adaptive Card does not draw: it knows emphasis, links and lists. */
export function teamsNotes(text: string): string[] {
  const notes: string[] = [];
  if (/^#{1,6}\s/m.test(text)) notes.push("Cards draw no headings; # is shown as it is.");
  if (/`[^`\n]+`/.test(text)) notes.push("Cards draw no code; ` is shown as it is.");
  if (/^>\s?/m.test(text)) notes.push("Cards draw no quotes; > is shown as it is.");
  if (/!\[[^\]]*\]\([^)]*\)/.test(text)) notes.push("A picture is an element of the card, not part of its text.");
  if (/^\s*\|.*\|\s*$/m.test(text)) notes.push("Cards draw no tables in their text.");
  if (/<[a-z][^>]*>/i.test(text)) notes.push("Markup of HTML is shown as it is.");
  return notes;
}

/** The emoji of Slack's names that alerts use; others are shown by their names. */
const EMOJI: Record<string, string> = {
  fire: "🔥",
  white_check_mark: "✅",
  heavy_check_mark: "✔️",
  x: "❌",
  warning: "⚠️",
  rotating_light: "🚨",
  bell: "🔔",
  red_circle: "🔴",
  large_orange_circle: "🟠",
  large_yellow_circle: "🟡",
  large_green_circle: "🟢",
  large_blue_circle: "🔵",
  boom: "💥",
  bug: "🐛",
  rocket: "🚀",
  eyes: "👀",
  tada: "🎉",
  chart_with_upwards_trend: "📈",
  chart_with_downwards_trend: "📉",
  hourglass: "⌛",
  clock1: "🕐",
  information_source: "ℹ️",
  question: "❓",
  exclamation: "❗",
  link: "🔗",
  book: "📖",
  wrench: "🔧",
  no_entry: "⛔",
  mag: "🔍",
  memo: "📝",
  phone: "☎️",
  email: "📧",
  computer: "💻",
  lock: "🔒",
  key: "🔑",
  sos: "🆘",
  ok: "🆗",
};
export const emojiOf = (name: string): string | undefined => (Object.hasOwn(EMOJI, name) ? EMOJI[name] : undefined);
