// Counts the tokens of a megabyte of mixed text and compares with OpenAI's own tables, as npm's `tiktoken` ships them.
//
//   node count-tokens.mjs TOKENS_BINARY

import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { get_encoding } from "tiktoken";

const program = process.argv[2];
if (!program) {
  console.error("usage: node count-tokens.mjs TOKENS_BINARY");
  process.exit(2);
}

// Each script has a sentence whose words are drawn from.
const SCRIPTS = {
  Latin: "The disk of db-7 fills up within four hours; naïve façades, Łódź, cœur, größer, Việt Nam, İstanbul.",
  Cyrillic: "Диск на сервере заполнится через четыре часа, и никто не знает почему; їжак, ђак, қазақ.",
  Greek: "Ο δίσκος του διακομιστή γεμίζει μέσα σε τέσσερις ώρες· ἄνθρωπος ᾠδή.",
  Arabic: "سيمتلئ القرص خلال أربع ساعات، ولا أحد يعرف السبب؛ مُحَمَّد ٣٫١٤ گچپژ.",
  Hebrew: "הדיסק יתמלא בתוך ארבע שעות, ואיש אינו יודע מדוע; שָׁלוֹם.",
  Devanagari: "डिस्क चार घंटे में भर जाएगी और कोई नहीं जानता क्यों। क्षत्रिय श्री १२३",
  Bengali: "ডিস্কটি চার ঘণ্টার মধ্যে ভরে যাবে, কেউ জানে না কেন। ১২৩",
  Tamil: "வட்டு நான்கு மணி நேரத்தில் நிரம்பிவிடும், ஏன் என்று யாருக்கும் தெரியாது.",
  Thai: "ดิสก์จะเต็มภายในสี่ชั่วโมง และไม่มีใครรู้ว่าทำไม ๑๒๓",
  Han: "磁盘将在四小时内写满，没有人知道原因。支付服务在 02:17 中断，请立即处理。龘靐齉",
  Kana: "ディスクは四時間以内にいっぱいになります。だれも理由を知りません。ｶﾀｶﾅ",
  Hangul: "디스크가 네 시간 안에 가득 차며, 아무도 이유를 모릅니다. ᄒᆞᆫ글",
  Georgian: "დისკი ოთხ საათში გაივსება და არავინ იცის რატომ. ᲗᲑᲘᲚᲘᲡᲘ",
  Ethiopic: "ዲስኩ በአራት ሰዓታት ውስጥ ይሞላል፤ ለምን እንደሆነ ማንም አያውቅም።",
};
const EMOJI = "🔥 👩‍💻 🇩🇪 👍🏽 ☠️ 1️⃣ 🏳️‍🌈 😀😀😀 ✅❌ 🫠 ♾️".split(" ");
const ODD = [
  "\r\n",
  "\n\n\n",
  "\t\t",
  "    ",
  "\u00a0",
  "\u3000",
  "\u200b",
  "\u202e",
  "\u0000",
  "'s",
  "'LL",
  "it’s",
  "<|endoftext|>",
  "<|im_start|>",
  "e\u0301",
  "\u0301",
  "1234567890123",
  "0.000001",
  "_____",
  "=====",
  "\ufffd",
  "\ud835\udd6c",
];

let state = 7;
const below = (limit) => {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return (state >>> 8) % limit;
};
const pick = (of) => of[below(of.length)];

function* sentences(count) {
  const scripts = Object.values(SCRIPTS).map((text) => text.split(" "));
  for (let at = 0; at < count; at++) {
    const words = scripts[at % scripts.length];
    const mixed = below(4) === 0;
    const from = () => (mixed ? pick(scripts) : words);
    yield Array.from({ length: 1 + below(30) }, () => (below(20) === 0 ? pick(ODD) : pick(from()))).join(
      pick([" ", " ", " ", "", "\n"]),
    );
  }
}

function* logs(count) {
  for (let at = 0; at < count; at++) {
    const time = `2026-03-${String(1 + below(28)).padStart(2, "0")}T${String(below(24)).padStart(2, "0")}:52:13.${below(1000)}Z`;
    const id = Array.from({ length: 32 }, () => below(16).toString(16)).join("");
    yield `${time} ${pick(["INFO", "WARN", "ERROR"])} [${pick(["api", "db-7", "queue"])}] trace=${id} {"latency_ms":${below(10_000) / 8},"path":"/v2/orders/${below(1e9)}?page=${below(99)}","ok":${below(2) === 0}} at com.acme.Db$Pool.get(Pool.java:${below(999)})\n`;
  }
}

function* emoji(count) {
  for (let at = 0; at < count; at++)
    yield Array.from({ length: 1 + below(12) }, () => pick(EMOJI)).join(pick(["", " ", "x"]));
}

/** Files of this repository: code and prose as people write them. */
function* files() {
  for (const folder of [
    "../../itl-prompt/src/",
    "../../itl-wasm/js/",
    "../../docs/",
    "../../grammar/",
    "../prompts/",
  ]) {
    const url = new URL(folder, import.meta.url);
    for (const file of readdirSync(url).sort())
      if (/\.(rs|js|ts|md|py|json|lalrpop)$/.test(file)) yield readFileSync(new URL(file, url), "utf8");
  }
}

const texts = ["", " ", "\n", ...sentences(6000), ...logs(1200), ...emoji(600), ...files()];
const input = `${texts.map((text) => JSON.stringify(text)).join("\n")}\n`;
const found = execFileSync(program, { input, encoding: "utf8", maxBuffer: 2 ** 28 })
  .trimEnd()
  .split("\n");
const names = ["o200k_base", "cl100k_base"];
const encodings = names.map((name) => get_encoding(name));
let wrong = 0;
texts.forEach((text, at) => {
  const expected = encodings.map((encoding) => encoding.encode_ordinary(text).length).join(" ");
  if (found[at] === expected) return;
  wrong++;
  if (wrong <= 10) console.error(`counted ${found[at]}, tiktoken ${expected}: ${JSON.stringify(text.slice(0, 200))}`);
});
const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
console.log(
  `tokens: ${texts.length} texts of ${(bytes / 1e6).toFixed(1)} MB in ${Object.keys(SCRIPTS).length} scripts counted with ${names.join(" and ")}, ${wrong} differ from tiktoken`,
);
process.exit(wrong === 0 && found.length === texts.length ? 0 : 1);
