//! Every diagnostic code of the engine, in one list.

use std::fmt;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "lowercase"))]
pub enum Severity {
    /// Nothing is wrong; something was done that is good to know.
    Note,
    /// The message goes out; something in it may not be what was meant.
    Warning,
    /// Strict callers fail; lenient ones print the tag's own source.
    Error,
}

impl Severity {
    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $name:ident = $id:literal, $severity:ident, $example:literal, $title:literal, $text:literal;)*) => {
        /// A stable diagnostic code. Codes are never given a second meaning.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Code { $($(#[doc = $doc])+ $name,)* }

        impl Code {
            /// Every code, in the order of their numbers.
            pub const ALL: &'static [Code] = &[$(Code::$name,)*];

            /// The code as people quote it, such as `E0101`.
            pub fn id(self) -> &'static str {
                match self { $(Self::$name => $id,)* }
            }

            /// The severity of a diagnostic with this code.
            pub fn severity(self) -> Severity {
                match self { $(Self::$name => Severity::$severity,)* }
            }

            /// What it means, in a few words.
            pub fn title(self) -> &'static str {
                match self { $(Self::$name => $title,)* }
            }

            /// A template that triggers it; empty where it takes more than a template.
            pub fn example(self) -> &'static str {
                match self { $(Self::$name => $example,)* }
            }

            /// What happened and what to do, in a few sentences.
            pub fn explanation(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }
        }
    };
}

codes! {
    /// A tag's closing delimiter is missing.
    UnclosedTag = "E0101", Error, "Disk full on {{ host", "unclosed tag",
        "A tag was opened and its closing delimiter never came, or another tag began first. Write the closing `}}`.\nIn lenient rendering the text is printed as it stands.";
    /// Nothing stands in the tag.
    EmptyTag = "E0102", Error, "{{ }}", "empty tag",
        "A tag names what it prints. Put a key between the braces, or remove the tag.";
    /// A character or word that the tag cannot hold at that place.
    UnexpectedToken = "E0103", Error, "{{ host) }}", "unexpected character in a tag",
        "Keys hold any character but whitespace . [ ] ( ) { } \" ' , | and the backslash. Write a backslash before such a character, or put the whole key into brackets and quotes: `labels[\"a.b\"]`.";
    /// A quote opens a string that never ends.
    UnclosedString = "E0104", Error, "{{ host.append(\"a) }}", "unclosed string",
        "A string starts with a quote and ends with the same quote. A quote inside it takes a backslash: `\\\"`.";
    /// A parenthesis or bracket that is never closed.
    UnclosedCall = "E0105", Error, "{{ host.replaceAll(\"a\", \"b\" }}", "unclosed parenthesis or bracket",
        "The arguments of a call end with `)`, an index ends with `]`.";
    /// Whitespace around a dot, or before a call's name or parenthesis.
    BlankInPath = "E0106", Error, "{{ labels . host }}", "whitespace in a path",
        "Spaces may stand inside a plain key, but not around a dot and not before a function's name or its parenthesis. A space that belongs to a key takes a backslash: `labels.\\ host`.";
    /// A parenthesis inside the arguments of a call, outside quotes.
    NestedCall = "E0107", Error, "{{ a.append(b.trim()) }}", "nested parenthesis",
        "An argument without quotes is text, and text with a parenthesis belongs in quotes. The value of a field, with its calls, is written with a dollar sign: `a.append($b.trim())`. Calls on one value are chained: `a.trim().append(\"b\")`.";
    /// An escape that stands for no character.
    InvalidEscape = "E0108", Error, "{{ host.append(\"\\u{110000}\") }}", "invalid escape",
        "`\\u{…}` takes one to six hexadecimal digits of a Unicode scalar value: at most 10FFFF, and not D800 to DFFF.";
    /// Nothing between two commas of a call.
    EmptyArgument = "E0109", Error, "{{ host.replaceAll(, \"b\") }}", "empty argument",
        "An argument is missing before a comma or the closing parenthesis. Write `\"\"` for an empty text.";
    /// A section whose closing tag never comes.
    UnclosedSection = "E0110", Error, "{{ #alerts }}{{ name }}", "unclosed section",
        "A section is closed by a tag with a slash and the same path: `{{ /alerts }}`.\nIn lenient rendering the opening tag is printed as it stands, and what follows is rendered.";
    /// A closing tag that names another section than the open one.
    MismatchedClose = "E0111", Error, "{{ #alerts }}{{ name }}{{ /alert }}", "closing tag does not match",
        "Sections close in the reverse order of their opening, and the closing tag repeats the path of the opening one.";
    /// A closing tag without an open section.
    StrayClose = "E0112", Error, "{{ name }}{{ /alerts }}", "closing tag without a section",
        "No section of that path is open here. Remove the tag, or open the section before it.";
    /// A set-delimiter tag that names no two delimiters.
    InvalidDelimiters = "E0113", Error, "{{=<%=}}", "invalid set-delimiter tag",
        "A set-delimiter tag holds two delimiters with a space between them, and an equals sign at each end: `{{=<% %>=}}`. Delimiters hold neither whitespace nor equals signs.";
    /// A partial, parent or block without a usable name.
    InvalidName = "E0114", Error, "{{> ../secrets }}", "invalid name",
        "Partial names may hold `/` and `.`, but they never begin with `/` and never hold `..`.";
    /// Brackets that hold neither a number nor a quoted key.
    InvalidIndex = "E0115", Error, "{{ hosts[first] }}", "invalid index",
        "Brackets hold a whole number, counted from zero or with a minus sign from the end, or a key in quotes: `hosts[0]`, `hosts[-1]`, `labels[\"a.b\"]`.";
    /// References inside references, too many of them.
    ReferencesTooDeep = "E0116", Error, "{{ a.append($a[$b[$c[$d[$e[$f[$g[$h[$i]]]]]]]]) }}", "references nested too deep",
        "The brackets and calls of a reference may hold references, up to eight inside each other.";
    /// A filter after a bar.
    ForeignFilter = "E0117", Error, "{{ host | upper }}", "filter of another language",
        "Jinja, Liquid and Go put filters after a bar. Here they are calls on the value: `{{ host.upperCase() }}`.";
    /// A block of another language.
    ForeignBlock = "E0118", Error, "{{ if host }}{{ host }}{{ end }}", "block of another language",
        "Conditions and loops are sections here: `{{ #x }}…{{ /x }}` runs where x is there, once for each item of a list; `{{ ^x }}…{{ /x }}` where it is not. There is no else: close the section and open the inverted one. A key of such a name is read by `[\"else\"]`.";
    /// An operator in a tag.
    ForeignOperator = "E0119", Error, "{{ #host == \"db\" }}x{{ /host }}", "operator in a tag",
        "Comparisons and arithmetic are calls here: `value.greaterThan(90)`, `host.equals(\"db\")`, `value.multiply(100)`, `host.default(\"none\")`.";
    /// A path as another language writes it.
    ForeignPath = "E0120", Error, "{{ ../host }}", "path of another language",
        "A key that the item does not have is found outside by itself, so there is no `../`. The current value is `.`, a key of it `.key`.";
    /// Comments and marks of another language.
    ForeignMark = "E0121", Error, "{{/* note */}}", "comment or mark of another language",
        "A comment is `{{! note }}`. Tags do not trim whitespace; one that stands alone on its line removes its line.";
    /// A variable with a dollar sign.
    BlockVariable = "E0122", Error, "{{ $labels.host }}", "variable with a dollar sign",
        "`$` opens a block of a parent, and the block is never closed. A variable has no dollar sign: `{{ labels.host }}`.";
    /// Quotes of another kind around an argument.
    ForeignQuotes = "E0123", Error, "{{ host.append(“x”) }}", "quotes of another kind",
        "Texts stand in `\"…\"` or `'…'`. Typographic quotes, and quotes that are escaped for HTML or JSON, are part of the text.";
    /// A character that nobody sees.
    InvisibleCharacter = "E0124", Error, "{{ ho\u{200b}st }}", "invisible character in a tag",
        "A zero-width character, a direction mark or a soft hyphen stands in the tag, mostly from copying. The key with it is another key. Remove it.";
    /// A function that does not exist.
    UnknownFunction = "E0201", Error, "{{ host.toUpper() }}", "unknown function",
        "No function has that name. `itl functions` lists all of them. Names are case-sensitive.";
    /// Too many or too few arguments.
    WrongArity = "E0202", Error, "{{ host.replaceAll(\"a\") }}", "wrong number of arguments",
        "The function takes another number of arguments; `itl functions NAME` shows which.";
    /// An argument of a kind that the function does not take.
    WrongType = "E0203", Error, "{{ host.substring(\"two\") }}", "wrong type of argument",
        "The function takes another kind of argument at that place, such as a whole number instead of a text.";
    /// A regular expression that cannot be compiled.
    InvalidRegex = "E0204", Error, "{{ host.extractRegex(\"[a-\") }}", "invalid regular expression",
        "Regular expressions have the syntax of Rust's regex crate, and look-around. They take linear time, so there are no back-references and no recursion.";
    /// A regular expression without groups where groups are needed.
    NoGroups = "E0205", Error, "{{ host.extractRegexGroups(\"[0-9]+\") }}", "regular expression without groups",
        "`extractRegexGroups` prints what the groups of the expression match. Put parentheses around the part you want, or use `extractRegex`. Groups inside a look-around capture nothing.";
    /// A replacement that names a group the expression lacks.
    UnknownGroup = "E0206", Error, "{{ host.replaceRegex(\"(a)\", \"$2\") }}", "unknown group",
        "`$1` and `${name}` in the replacement stand for groups of the expression, outside look-arounds. A dollar sign itself is written `$$`.";
    /// A strftime pattern that chrono does not know.
    InvalidPattern = "E0207", Error, "{{ at.formatUnixMs(\"%Y-%Q\") }}", "invalid date pattern",
        "A style that holds `%` is a strftime pattern, as are the patterns of `parseDate`, which must name a full date. `formatDuration` knows `%D`, `%H`, `%M` and `%S`. A percent sign itself is written `%%`.";
    /// A time zone that the tz database does not hold.
    UnknownZone = "E0208", Error, "{{ at.formatUnixMs(\"L\", \"Berlin\") }}", "unknown time zone",
        "Time zones are names of the IANA database, such as `Europe/Berlin` or `America/New_York`, or `UTC`.";
    /// A reference where the argument is made ready with the template.
    FixedArgument = "E0209", Error, "{{ host.matches($pattern) }}", "reference where the argument is fixed",
        "Regular expressions, replacements, date styles and patterns, and units are made ready with the template, before there is a payload. Write them in quotes.";
    /// The payload does not hold the key.
    MissingVariable = "W0301", Warning, "{{ nobody }}", "missing variable",
        "The payload has no such key, so nothing is printed. Give it a default, `{{ host.default(\"unknown\") }}`, or ask for it with a section, `{{ #host }}on {{ host }}{{ /host }}`.";
    /// A function met a value that it can do nothing with.
    UnusableValue = "W0302", Warning, "{{ host.formatUnixMs() }}", "value cannot be used",
        "The function cannot work on this value, so the value is printed unchanged.";
    /// A partial that cannot be found.
    MissingPartial = "W0303", Warning, "{{> footer }}", "missing partial",
        "No partial of that name was given, so nothing is printed in its place.";
    /// A function of the host failed.
    HostFunction = "W0304", Warning, "", "function failed",
        "A function that the host program registered failed or panicked; the value is printed unchanged.";
    /// The text was cut to its delivery budget.
    BudgetCut = "W0305", Warning, "", "text cut to its budget",
        "The text was longer than the delivery budget allows and was cut on a character boundary.";
    /// A number whose size speaks of another unit than the function reads.
    DoubtfulUnit = "W0306", Warning, "{{ at.formatUnixSec() }}", "number looks like another unit",
        "Unix time counts seconds, milliseconds, microseconds or nanoseconds, and the size of the number tells which: today is 10 digits of seconds and 13 of milliseconds. The date is printed in the unit that the function reads; `formatUnix` tells the units apart.";
    /// No cut that keeps the text's structure was enough.
    BudgetLastResort = "W0307", Warning, "", "text cut at its end as the last resort",
        "The text does not fit its budget even without its values or rounds, so its end was cut and its structure may be broken.";
    /// The template is larger than the limit.
    TemplateTooLarge = "E0401", Error, "", "template too large",
        "The template has more bytes than the limit allows. Raise the limit, or split the template into partials.";
    /// Sections are nested deeper than the limit.
    NestedTooDeep = "E0402", Error, "", "sections nested too deep",
        "Sections stand inside sections more often than the limit allows. The tags beyond it are printed as they stand.";
    /// A regular expression that is too large when compiled.
    RegexTooLarge = "E0403", Error, "{{ a.matches(\"(\\w{100}){100}\") }}", "regular expression too large",
        "Compiled, the expression would take more memory than the limit allows. Use smaller repetition counts.";
    /// The output reached its limit.
    OutputLimit = "W0404", Warning, "", "output limit reached",
        "The render made more bytes than the limit allows; the text ends there.";
    /// The render ran more steps than the limit.
    StepLimit = "W0405", Warning, "", "step limit reached",
        "The render ran more tags, or its functions made more text, than the limit allows; the text ends there.";
    /// Partials call each other deeper than the limit.
    PartialDepth = "W0406", Warning, "", "partials nested too deep",
        "Partials called each other deeper than the limit allows; the innermost one is left out. A partial that calls itself needs a section that ends the recursion.";
    /// A comment that says `@on-error` with a word that is not known.
    UnknownOnError = "W0551", Warning, "{{! @on-error nothing }}", "unknown word after @on-error",
        "The comment `{{! @on-error … }}` takes `source`, where a broken tag prints itself, or `empty`, where a template with an error prints nothing. Its name is spelled with a hyphen.";
    /// The legacy form of a call.
    LegacyForm = "W0501", Warning, "{{ subject##splitTakeAt(( ||0)) }}", "deprecated form of a call",
        "The form `path##name((a||b))` is still read. Write `path.name(\"a\", \"b\")`; `itl fmt` does it for you.";
    /// Something that ilert itself would not understand.
    NotPortable = "W0502", Warning, "{{ host.trim() }}", "not portable to ilert",
        "The template uses a function or a syntax that this engine has beyond ilert's own. It works here and not there. `itl fmt --portable` rewrites what ilert has another spelling for.";
    /// A date style that is none of the four.
    UnknownStyle = "W0503", Warning, "{{ at.formatUnixMs(\"X\") }}", "unknown date style",
        "The styles are F (full), L (long), M (medium) and S (short). Any other letter prints style M.";
    /// A value that is escaped twice.
    EscapedTwice = "W0504", Warning, "", "escaped twice",
        "The output format escapes every value already; a call that escapes too makes `&amp;amp;` of an ampersand. Remove the call or use `{{{ }}}`.";
    /// A function on a value that is known to be of another kind.
    WrongReceiver = "W0505", Warning, "{{ host.upperCase().join() }}", "function on a value of another kind",
        "The value before the dot is known to be of a kind that the function cannot work on; it is printed unchanged.";
    /// An unescaped tag where structure matters.
    UnescapedInStructure = "W0506", Warning, "", "unescaped value inside a structure",
        "The tag prints its value as it is, inside an XML-style section: a value that holds a closing tag ends the section. Use two braces with XML escaping, or list the key as trusted.";
    /// A path that the sample payload does not hold.
    UnknownPath = "W0507", Warning, "", "path is not in the sample",
        "The sample payload has no such key. It may be a spelling mistake, or an optional key that the sample lacks.";
    /// A section over a value that is not a list in the sample.
    NotAList = "W0508", Warning, "", "section over a value that is not a list",
        "In the sample this value is not a list, so the section runs once, with the value as its context.";
    /// A key of a loop that the parent answers.
    FromParent = "W0509", Warning, "", "key is answered by a parent",
        "In the sample the loop's item has no such key; the value comes from around the loop and is the same for each item.";
    /// HTML escaping in a prompt.
    HtmlInPrompt = "W0510", Warning, "", "prompt is HTML-escaped",
        "Mustache escapes values for HTML unless an option says otherwise, so a model reads `&quot;` for a quote. Choose `--escape none`, `xml` or `json`.";
    /// A block of another language that is a key here.
    BlockName = "W0511", Warning, "{{ if host }}", "block of another language read as a key",
        "The tag reads a key of that name. A condition or loop is a section: `{{ #host }}…{{ /host }}`.";
    /// An operator that is part of a key here.
    OperatorName = "W0512", Warning, "{{ value > 90 }}", "operator read as part of a key",
        "Whitespace and operators may stand inside a key, so the tag reads a key of that name. Comparisons and arithmetic are calls: `value.greaterThan(90)`.";
    /// A path of another language that is a key here.
    PathName = "W0513", Warning, "{{ this.host }}", "path of another language read as a key",
        "The tag reads a key of that name. The current value is `.`, a key of it `.key`; other keys are found outside by themselves.";
    /// Marks of another language that are part of a key here.
    MarkName = "W0514", Warning, "{{- host -}}", "trim marks read as part of a key",
        "The marks are part of the key that the tag reads. Tags do not trim whitespace; one that stands alone on its line removes its line.";
    /// A filter that is part of a name in Mustache.
    FilterName = "W0515", Warning, "", "filter read as part of a name",
        "Mustache has no filters; the bar is part of the name that the tag reads. The dialect `itl` has calls: `{{ host.upperCase() }}`.";
    /// A function's name without a call.
    FunctionName = "W0516", Warning, "{{ host.upperCase }}", "function without parentheses",
        "Without parentheses the name is a key. A function is called: `host.upperCase()`.";
    /// Tags of another language in the text.
    ForeignText = "W0517", Warning, "{% if host %}", "tag of another language in the text",
        "Only what stands in `{{ }}` is a tag; everything else is sent as it is written.";
    /// A space that only looks like one.
    UnusualSpace = "W0518", Warning, "{{\u{a0}host }}", "unusual space in a tag",
        "The tag holds a space such as the no-break space, which text editors put in. It is read as a plain one here; ilert makes it part of the name.";
    /// An invisible character in a Mustache name.
    InvisibleInName = "W0519", Warning, "", "invisible character in a name",
        "A zero-width character, a direction mark or a soft hyphen is part of the name, so that it is another one.";
    /// A regular expression between slashes.
    RegexSlashes = "W0520", Warning, "{{ host.matches(\"/^db-/\") }}", "regular expression between slashes",
        "Slashes around a regular expression belong to it here, so it matches only texts that hold them. Remove them.";
    /// A group with a backslash in a replacement.
    ReplacementBackslash = "W0521", Warning, "{{ host.replaceRegex(\"(a)\", \"\\1\") }}", "group with a backslash",
        "Groups are written `$1` in a replacement; `\\1` is text.";
    /// A bare argument that is a key.
    BareKey = "W0522", Warning, "", "text that is a key",
        "An argument without a dollar sign is text, and the payload has a key of that name. `$key` is the key's value; quotes say that text is meant.";
    /// A path in the letter case of another language.
    KeyCase = "W0523", Warning, "", "key in another letter case",
        "The payload has the key in another letter case. Go writes fields with a capital letter; the payload's keys are read as they are.";
    /// A zone of the database that has no summer time, where a region is meant that has.
    NoSummerTime = "W0550", Warning, "{{ at.formatUnixMs(\"L\", \"EST\") }}", "zone without summer time",
        "`EST` and `MST` are zones of the IANA database that keep their offset all year. The time of New York and Denver is `America/New_York` and `America/Denver`.";
    /// The payload is not valid JSON.
    InvalidJson = "E0601", Error, "", "payload is not valid JSON",
        "The payload could not be read as JSON, so every variable is missing.";
    /// The output was promised to be JSON and is not.
    InvalidOutput = "E0602", Error, "", "output is not valid JSON",
        "With the output format json the whole text has to be JSON. The place in the output and the tag it came from are named.";
    /// A message of a prompt whose role does not exist.
    UnknownRole = "E0603", Error, "", "unknown role",
        "A block named `message` takes its role from the key `role` of its context, which holds `system`, `user`, `assistant` or `tool`. In lenient rendering the message becomes one of the user.";
    /// A setting in a prompt's comments that cannot be read.
    InvalidSetting = "E0604", Error, "", "invalid prompt setting",
        "A comment of the prompt sets something to a value that does not exist, such as `{{! @escape xlm }}`.";
    /// An answer that violates the schema of its prompt.
    AnswerMismatch = "E0605", Error, "", "answer does not meet its schema",
        "The answer of the model was checked against the JSON Schema that the prompt names, and violates it at the place named. Ask again with the list of violations, or mend the answer.";
    /// A section over a key that is missing and nearly there.
    UnknownSection = "E0701", Error, "{{#conversaton}}…{{/conversaton}}", "section over a key that is missing",
        "A prompt asks for a key that no object in reach has, but one has a name close to it: without the section the whole part would be left out in silence. Correct the name.";
    /// A setting of a prompt that does not exist, close to one that does.
    UnknownSetting = "E0702", Error, "{{! @excape xml }}", "unknown prompt setting",
        "A line of a comment begins with `@` and a word that is nearly the name of a setting. As it stands it sets nothing.";
    /// A line of a comment that begins with `@` and names no setting.
    UnrecognizedSetting = "W0703", Warning, "{{! @author Ada }}", "no setting of a prompt",
        "A line of a prompt's comment that begins with `@` sets something, and this name is not one of the settings. Write it without `@`.";
    /// A setting that is given twice.
    SettingTwice = "E0704", Error, "{{! @model a }}{{! @model b }}", "prompt setting given twice",
        "A setting holds for one place, and there it is given once.";
    /// A setting of the whole prompt in a block, section or partial.
    SettingPlace = "E0705", Error, "{{#a}}{{! @budget 800 bytes }}{{/a}}", "prompt setting in a place where it cannot hold",
        "Settings of the whole prompt stand outside of all blocks and sections of its own file. `@escape`, `@cache` and `@keep` hold where they stand.";
    /// A block whose name is nearly that of a role.
    UnknownBlock = "E0706", Error, "{{$sytem}}Be brief.{{/sytem}}", "block of an unknown name",
        "An outermost block of a prompt that makes no message and overrides nothing is sent as the user's words. Blocks of messages are `system`, `developer`, `user`, `assistant`, `tool` and `message`.";
    /// A block of a message inside that of another.
    NestedMessage = "E0707", Error, "{{$system}}a{{$user}}b{{/user}}{{/system}}", "message inside a message",
        "Only outermost blocks make messages; what the inner one writes is part of the outer message, said by its role. Close the outer block first.";
    /// A turn whose object cannot be read.
    InvalidTurn = "E0708", Error, "", "turn cannot be read",
        "The object of a turn holds calls, ids or an opaque value in a form that cannot be read: `tool_calls` is an array of `{id, name, arguments}`, and arguments are an object or its JSON text.";
    /// A part of a turn that cannot be read.
    InvalidPart = "E0709", Error, "", "part of a turn cannot be read",
        "The key `content` of a turn holds parts: a text, an image or document (base64 in `data` with its `media_type`, or a `url`), a call or a result.";
    /// A call without its result.
    CallWithoutResult = "E0710", Error, "", "call without a result",
        "The assistant called a tool, and no turn of role `tool` has the call's id. Providers refuse such a request. Add the result, or leave the call out.";
    /// A result without its call.
    ResultWithoutCall = "E0711", Error, "", "result without a call",
        "A turn of role `tool` answers a call that no turn of the assistant before it holds. Give the assistant's turn its `tool_calls`, and the result their id as `tool_call_id`.";
    /// Two results of one call.
    ResultTwice = "E0712", Error, "", "two results for one call",
        "Two turns of role `tool` have the same `tool_call_id`. A call has one result.";
    /// A turn that says nothing.
    EmptyTurn = "W0713", Warning, "{{$user}} {{/user}}", "empty turn left out",
        "The block wrote nothing but whitespace, and its object holds no call, result or part, so no message is made of it. Put the block into a section where that is meant.";
    /// The tools of a prompt cannot be read.
    InvalidTools = "E0714", Error, "", "tools cannot be read",
        "`@tools KEY` names an array of the data: `{name, description, parameters}`, the parameters a JSON Schema or its text.";
    /// A schema that cannot be used.
    InvalidSchema = "E0715", Error, "", "schema cannot be used",
        "The file is not a JSON Schema, or a `$ref` in it leads nowhere or back to itself.";
    /// An answer schema that a target does not take.
    SchemaNotSent = "W0716", Warning, "", "answer schema is not sent",
        "The target takes a subset of JSON Schema, and this schema is outside of it at the place named. The request goes out without it; the answer is checked all the same.";
    /// A value that a target requires.
    MissingSetting = "E0717", Error, "", "required setting is missing",
        "The target requires a value that the prompt does not set, such as the model, or `max_tokens` of Anthropic.";
    /// A prompt without a message of the user or assistant.
    NoMessages = "E0718", Error, "", "no message but instructions",
        "The prompt makes no message besides those of the system. A request needs at least one turn.";
    /// A conversation that begins with another turn than the user's.
    FirstTurn = "E0719", Error, "", "conversation does not begin with the user",
        "The target requires the user's turn first. Leave out what comes before it.";
    /// A last turn of the assistant that the model refuses.
    PrefillRefused = "E0720", Error, "", "model does not accept the beginning of its answer",
        "The last turn is the assistant's, which asks the model to go on from there; this model refuses that. End with the user's turn.";
    /// A last turn of the assistant.
    Prefill = "W0721", Warning, "", "last turn is the assistant's",
        "The model goes on from the assistant's words instead of answering the user. End with the user's turn where that is not meant.";
    /// A hint that a target lacks.
    Translated = "N0722", Note, "", "translated for this target",
        "The target has no such thing, so it is left out or written in another way that means the same.";
    /// Something that a target cannot take.
    Unsupported = "E0723", Error, "", "target cannot take this",
        "Leaving it out would change what the prompt means. Send it to another target, or say it otherwise.";
    /// More cache marks than a target takes.
    TooManyCacheMarks = "E0724", Error, "", "too many cache marks",
        "Targets take a few cache marks in a request: Anthropic and Bedrock four, OpenAI three. Keep those after the parts that change least.";
    /// Calls in the history without tools.
    ToolsRequired = "E0725", Error, "", "calls without tools",
        "The conversation holds calls, and the request lists no tools, which the target refuses. Name them: `{{! @tools KEY }}`.";
    /// A prompt that does not fit its budget.
    OverBudget = "E0726", Error, "", "prompt does not fit its budget",
        "Even without the turns that may be left out, the prompt has more tokens than its budget. Raise the budget, or shorten the largest part.";
    /// A summary that does not reach far enough.
    SummaryShort = "W0727", Warning, "", "summary ends before what was left out",
        "More turns were left out to meet the budget than the summary covers. Summarize again, further.";
    /// Data that violates the schema that its prompt names.
    InvalidInput = "E0728", Error, "", "data does not meet its schema",
        "The data was checked against the JSON Schema that `@input` names, before anything was rendered, and violates it at the place named.";
    /// Characters in a value that look like others, or like nothing.
    LookAlike = "W0730", Warning, "", "value holds look-alikes",
        "A value holds characters that a reader does not see or takes for others, such as `＜`, zero-width and bidirectional controls, Unicode tags, or a model's special tokens. `{{! @invisible strip }}` takes them out, `escape` writes them out.";
    /// A fence that cannot be set.
    BrokenFence = "E0731", Error, "", "fence cannot be set",
        "`@fence` sets a value between markers that carry a nonce. The nonce is given as an option, is at least eight characters long, and stands in no value.";
    /// A nonce that is new in each request, in a prompt that is cached.
    NonceBreaksCache = "W0732", Warning, "", "new nonce breaks the cache",
        "The command made a nonce for this request, so everything from the fence on differs from the request before. Give the conversation's own: `--fence-nonce`.";
    /// An answer with more around it than JSON.
    AnswerWrapped = "W0733", Warning, "", "answer is not JSON alone",
        "A code fence or words stand around the one JSON object of the answer. The object was checked.";
    /// A value that changes with each request in the beginning of a prompt.
    VolatileBeginning = "W0735", Warning, "", "beginning of the prompt changes",
        "A clock or an id in the system block changes the beginning of each request, so the provider's cache never finds it. Move it to the end.";
    /// A value where markup gives it no quotes.
    ValueOutsideQuotes = "W0736", Warning, "", "value outside of quotes in a tag",
        "The value stands in an attribute without quotes, in the name of an element or in a comment, where whitespace in it begins something new. Put the attribute into quotes, and the value nowhere else.";
    /// A template whose bytes are no UTF-8.
    NotText = "E0606", Error, "", "template is not UTF-8",
        "The file of a template holds bytes that are not UTF-8. Save it in that encoding.";
    /// A file that cannot be read.
    UnreadableFile = "E0607", Error, "", "file cannot be read",
        "One of the files to check is not there, is a folder, or may not be read. The other files are checked all the same.";
    /// Data of the program that cannot be a payload.
    UnreadableData = "E0608", Error, "", "data cannot be read",
        "A part of the program's data cannot be a payload: a map whose keys are not strings, a value whose `Serialize` fails, or nesting deeper than 127 levels. It is null in the render, and the rest is read.";
    /// Half a character in the payload.
    LoneSurrogate = "W0609", Warning, "", "lone surrogate in the payload",
        "The payload, or a text in it that `parseJson()` reads, holds half of a character beyond U+FFFF, as texts do that were cut by UTF-16 units. It is read as U+FFFD.";
    /// A mistake in a project file or the worker's configuration.
    InvalidProject = "E0611", Error, "", "invalid configuration",
        "The project file `itl.toml` or the worker's configuration holds something that cannot be read, or a key that does not exist. A JSON Schema lists what each may hold: `itl init --schema` prints that of a project, `itl worker --schema` that of a worker.";
    /// A mistake in a test file.
    InvalidTest = "E0612", Error, "", "invalid test file",
        "A file of tests for `itl test` holds something that cannot be read, or a key that does not exist.";
    /// An allowance of a comment that silences nothing.
    UselessAllow = "W0613", Warning, "", "allowance that silences nothing",
        "A comment `{{! itl-allow CODE }}` silences a warning of the next tag, `{{! itl-allow-file CODE }}` one of the whole template. This one names a warning that is not there, a code that does not exist, or an error.";
    /// A sample or a call that does not give what a contract asks for.
    ContractBroken = "W0614", Warning, "", "contract is not met",
        "A comment `{{! @param PATH TYPE }}` states a value that the template or partial needs. A sample payload, or the place that calls the partial, lacks it or has another type there, or the template never reads it.";
    /// A contract comment that cannot be read.
    InvalidContract = "E0615", Error, "", "invalid contract",
        "A comment `{{! @param PATH TYPE }}` holds a path, where `[]` stands for every item, and a type: string, number, integer, boolean, object, array or any, with a question mark where the value may be missing. A comment `{{! @sample FILE }}` names a file of a payload, seen from the template's folder.";
    /// A mistake in an alert source.
    InvalidSource = "E0621", Error, "", "invalid alert source",
        "The file of an alert source holds something that ilert would refuse or lose: a field that does not exist, a template that is no text, a link without an address, a mapping to nothing. `docs/alert-sources.md` lists the fields.";
    /// An alert source that makes an alert which is hardly meant.
    SourceDoubt = "W0622", Warning, "", "alert is hardly what is meant",
        "The alert source can be used, and something in it or in the alert that it makes of a sample is hardly meant: an empty key, a value that no mapping has, a value that is mapped twice.";
    /// A construct of another language for which there is nothing here.
    NoCounterpart = "E0623", Error, "", "no counterpart",
        "`itl import` found a construct that nothing here stands for. It is left out, and a comment with its source marks the place.";
    /// A construct of another language that is not the same for all values.
    LooseCounterpart = "W0624", Warning, "", "counterpart for some values",
        "`itl import` converted a construct into one that prints the same for the values that the message names, and something else for others.";
}

impl Code {
    /// The code that `id` names, in either case.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.id().eq_ignore_ascii_case(id))
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Code {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.id())
    }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for Code {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let id = String::deserialize(deserializer)?;
        Self::from_id(&id).ok_or_else(|| serde::de::Error::custom(format!("there is no code {id}")))
    }
}

impl Code {
    /// Whether a strict render fails on this warning: the text lacks something, or ends early.
    pub fn is_failure(self) -> bool {
        matches!(
            self,
            Self::MissingVariable
                | Self::UnusableValue
                | Self::MissingPartial
                | Self::HostFunction
                | Self::OutputLimit
                | Self::StepLimit
                | Self::PartialDepth
        )
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn codes_are_unique_ordered_by_kind_and_explained() {
        let mut seen = HashSet::new();
        for code in Code::ALL {
            assert!(seen.insert(code.id()), "{} twice", code.id());
            let letter = match code.severity() {
                Severity::Error => 'E',
                Severity::Warning => 'W',
                Severity::Note => 'N',
            };
            assert!(code.id().starts_with(letter), "{}", code.id());
            assert_eq!(Code::from_id(&code.id().to_lowercase()), Some(*code));
            assert!(code.explanation().ends_with('.'), "{}", code.id());
        }
    }
}
