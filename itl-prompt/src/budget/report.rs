//! What a prompt takes of its budget, and what was left out.

use crate::json::Writer;

/// How large the parts of a prompt are, in tokens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PartSizes {
    /// The tools and the answer's schema.
    pub tools: u64,
    /// What the system and the developer say.
    pub system: u64,
    /// The conversation before the last turn of the user's.
    pub history: u64,
    /// The last turn of the user's and what follows it.
    pub last: u64,
}

/// A round, or a part of one, that was left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dropped {
    /// Which messages, as the target `messages` numbers them without a budget.
    pub messages: Vec<usize>,
    /// How many tokens they have.
    pub tokens: u64,
}

/// What a prompt takes of its budget.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Report {
    /// How many tokens it may have.
    pub limit: Option<u64>,
    /// What counted them.
    pub counter: String,
    /// Whether the figure is a guess: by its counter, or because of an image or document.
    pub estimated: bool,
    /// How many tokens it has; never more than `limit`.
    pub used: u64,
    /// What has how many of them.
    pub parts: PartSizes,
    /// What was left out.
    pub dropped: Vec<Dropped>,
    /// The first message of the conversation that stayed after the cut.
    pub first_kept: Option<usize>,
    /// How many more tokens fit before the cut moves.
    pub next_cut_in: Option<u64>,
    /// Whether the prompt begins as the previous one did, up to that one's last message; `None` where no
    /// previous one is known.
    pub beginning_unchanged: Option<bool>,
}

impl Report {
    /// As JSON.
    pub fn to_json(&self) -> String {
        let mut out = String::new();
        self.write(&mut Writer::new(&mut out));
        out
    }

    pub(crate) fn write(&self, w: &mut Writer<'_>) {
        fn optional(w: &mut Writer<'_>, key: &'static str, value: Option<u64>) {
            let w = w.key(key);
            match value {
                Some(value) => w.number(value as usize),
                None => w.raw("null"),
            }
        }
        w.object(|w| {
            optional(w, "limit", self.limit);
            w.entry("counter", &self.counter);
            w.key("estimated").bool(self.estimated);
            w.key("used").number(self.used as usize);
            w.key("parts").object(|w| {
                w.key("tools").number(self.parts.tools as usize);
                w.key("system").number(self.parts.system as usize);
                w.key("history").number(self.parts.history as usize);
                w.key("last").number(self.parts.last as usize);
            });
            w.key("dropped").array(|w| {
                for dropped in &self.dropped {
                    w.object(|w| {
                        w.key("messages").array(|w| dropped.messages.iter().for_each(|at| w.number(*at)));
                        w.key("tokens").number(dropped.tokens as usize);
                    });
                }
            });
            optional(w, "first_kept", self.first_kept.map(|at| at as u64));
            optional(w, "next_cut_in", self.next_cut_in);
            match self.beginning_unchanged {
                Some(unchanged) => w.key("beginning_unchanged").bool(unchanged),
                None => w.key("beginning_unchanged").raw("null"),
            }
        });
    }
}
