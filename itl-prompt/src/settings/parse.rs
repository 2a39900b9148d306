//! The names of the settings, where each may stand, and how its value is read.

use super::{BudgetSetting, Invisible, PromptSettings, SchemaSetting, ToolChoice};
use crate::budget::Counter;
use crate::role::Role;
use itl_eval::Escape;
use itl_syntax::{Code, Diagnostic, Span};

/// Where a setting may stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// Outside of everything, in the prompt's own file.
    Prompt,
    /// Anywhere; it holds for the block or file around it.
    Around,
    /// Anywhere; it marks its place, as often as it stands.
    Mark,
}

macro_rules! names {
    ($($variant:ident = $text:literal, $place:ident;)*) => {
        /// The settings by name.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Name { $($variant,)* }

        impl Name {
            pub(super) const ALL: &[Name] = &[$(Self::$variant,)*];

            pub(crate) fn text(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
            }

            pub(super) fn place(self) -> Place {
                match self { $(Self::$variant => Place::$place,)* }
            }
        }
    };
}

names! {
    Escape = "escape", Around;
    Cache = "cache", Mark;
    Keep = "keep", Mark;
    Schema = "schema", Prompt;
    Input = "input", Prompt;
    Trusted = "trusted", Prompt;
    Tools = "tools", Prompt;
    ToolChoice = "tool_choice", Prompt;
    Roles = "roles", Prompt;
    MapRole = "map_role", Prompt;
    Model = "model", Prompt;
    Temperature = "temperature", Prompt;
    MaxOutputTokens = "max_output_tokens", Prompt;
    Budget = "budget", Prompt;
    Summary = "summary", Prompt;
    Fence = "fence", Prompt;
    Invisible = "invisible", Prompt;
    ImageTokens = "image_tokens", Prompt;
}

/// Why a value cannot be read, and what can be.
pub(super) struct Fault {
    message: String,
    help: String,
}

impl Fault {
    fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { message: message.into(), help: help.into() }
    }

    pub(super) fn at(self, span: Span) -> Diagnostic {
        Diagnostic::new(Code::InvalidSetting, span, self.message).help(self.help)
    }
}

fn shown(value: &str) -> String {
    value.chars().take(80).collect()
}

impl Name {
    pub(crate) fn of(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|known| known.text() == name)
    }

    /// Reads the value of this setting.
    pub(super) fn apply(self, value: &str, into: &mut PromptSettings) -> Result<(), Fault> {
        match self {
            Self::Escape => into.escape = Some(escape(value)?),
            Self::Cache | Self::Keep => self.without_value(value)?,
            Self::Schema => into.schema = Some(self.schema(value)?),
            Self::Input => into.input = Some(self.word(value)?),
            Self::Trusted => into.trusted = value.split_whitespace().map(str::to_owned).collect(),
            Self::Tools => into.tools = Some(self.word(value)?),
            Self::ToolChoice => into.tool_choice = Some(tool_choice(&self.word(value)?)),
            Self::Roles => into.roles = Some(value.split_whitespace().map(role).collect::<Result<_, _>>()?),
            Self::MapRole => into.map_role = map_role(value)?,
            Self::Model => into.model = Some(self.word(value)?),
            Self::Temperature => into.temperature = Some(temperature(value)?),
            Self::MaxOutputTokens => into.max_output_tokens = Some(self.positive(value)?),
            Self::Budget => into.budget = Some(self.budget(value)?),
            Self::Summary => into.summary = Some(self.word(value)?),
            Self::Fence => into.fence = self.words(value)?,
            Self::Invisible => into.invisible = invisible(value)?,
            Self::ImageTokens => into.image_tokens = Some(self.positive(value)?),
        }
        Ok(())
    }

    fn without_value(self, value: &str) -> Result<(), Fault> {
        if value.is_empty() {
            return Ok(());
        }
        let message = format!("`@{}` takes no value, not `{}`", self.text(), shown(value));
        Err(Fault::new(message, format!("write `{{{{! @{} }}}}`", self.text())))
    }

    fn words(self, value: &str) -> Result<Vec<String>, Fault> {
        if value.is_empty() {
            return Err(Fault::new(
                format!("`@{}` has no value", self.text()),
                "the value follows the name on its line",
            ));
        }
        Ok(value.split_whitespace().map(str::to_owned).collect())
    }

    fn word(self, value: &str) -> Result<String, Fault> {
        let words = self.words(value)?;
        match &*words {
            [word] => Ok(word.clone()),
            _ => Err(Fault::new(
                format!("`@{}` takes one word, not `{}`", self.text(), shown(value)),
                "each setting stands on a line of its own",
            )),
        }
    }

    fn positive(self, value: &str) -> Result<u64, Fault> {
        value.parse().ok().filter(|number| *number > 0).ok_or_else(|| {
            Fault::new(
                format!("`@{}` takes a whole number above zero, not `{}`", self.text(), shown(value)),
                "such as 1024",
            )
        })
    }

    fn schema(self, value: &str) -> Result<SchemaSetting, Fault> {
        let words = self.words(value)?;
        match &*words {
            [file] => Ok(SchemaSetting { file: file.clone(), check_only: false }),
            [file, check] if check == "check" => Ok(SchemaSetting { file: file.clone(), check_only: true }),
            _ => Err(Fault::new(
                format!("`@schema` takes a file, and `check` where it is never sent, not `{}`", shown(value)),
                "write `{{! @schema answer.json }}` or `{{! @schema answer.json check }}`",
            )),
        }
    }

    fn budget(self, value: &str) -> Result<BudgetSetting, Fault> {
        let words = self.words(value)?;
        let [limit, counter] = &*words else {
            return Err(Fault::new(
                format!("`@budget` takes a number of tokens and a counter, not `{}`", shown(value)),
                "write `{{! @budget 8000 o200k }}`",
            ));
        };
        let limit = self.positive(limit)?;
        let counter = counter.parse::<Counter>().map_err(|error| Fault::new(error.to_string(), Counter::known()))?;
        Ok(BudgetSetting { limit, counter })
    }
}

fn escape(value: &str) -> Result<Escape, Fault> {
    value.parse().map_err(|_| {
        let known: Vec<&str> = Escape::ALL.iter().map(|escape| escape.name()).collect();
        Fault::new(format!("there is no escape `{}`", shown(value)), format!("known are {}", known.join(", ")))
    })
}

fn tool_choice(value: &str) -> ToolChoice {
    match value {
        "auto" => ToolChoice::Auto,
        "none" => ToolChoice::None,
        "required" => ToolChoice::Required,
        name => ToolChoice::Tool(name.to_owned()),
    }
}

fn role(name: &str) -> Result<Role, Fault> {
    name.parse::<Role>()
        .map_err(|error| Fault::new(error.to_string(), "roles are system, developer, user, assistant and tool"))
}

fn map_role(value: &str) -> Result<Vec<(String, Role)>, Fault> {
    let pair = |pair: &str| {
        let (from, to) = pair.split_once('=').filter(|(from, _)| !from.is_empty()).ok_or_else(|| {
            Fault::new(
                format!("`{}` maps no name to a role", shown(pair)),
                "write `{{! @map_role human=user ai=assistant }}`",
            )
        })?;
        Ok((from.to_owned(), role(to)?))
    };
    value.split_whitespace().map(pair).collect()
}

fn temperature(value: &str) -> Result<String, Fault> {
    // It is written into the request as it stands, so it has to be a number of JSON.
    let number = itl_eval::read_json(value).ok().and_then(|json| json.as_f64());
    number.filter(|number| *number >= 0.0).map(|_| value.to_owned()).ok_or_else(|| {
        Fault::new(format!("`@temperature` takes a number from zero up, not `{}`", shown(value)), "such as 0.2")
    })
}

fn invisible(value: &str) -> Result<Invisible, Fault> {
    match value {
        "strip" => Ok(Invisible::Strip),
        "escape" => Ok(Invisible::Escape),
        "keep" => Ok(Invisible::Keep),
        _ => Err(Fault::new(format!("`@invisible` cannot be `{}`", shown(value)), "known are strip, escape and keep")),
    }
}
