//! What opens a group: its kind, its name, its flags.

use super::Parser;
use crate::error::Result;
use crate::unicode;

/// The kind of a group.
pub(super) enum Opening {
    Plain,
    Capture(u32),
    LookAround { behind: bool, negative: bool },
}

/// What opens a look-around, and whether it is a look-behind and whether it is negative.
const LOOK_AROUNDS: &[(&str, bool, bool)] =
    &[("?=", false, false), ("?!", false, true), ("?<=", true, false), ("?<!", true, true)];

const UNCLOSED_NAME: &str = "unclosed capture group name";

impl<'p> Parser<'p> {
    /// Reads what opens a group, from its parenthesis on; `None` for a directive such as `(?i)`.
    pub(super) fn open(&mut self) -> Result<Option<Opening>> {
        self.refuse_group()?;
        self.bump();
        self.bump_whitespace();
        if let Some((_, behind, negative)) = LOOK_AROUNDS.iter().find(|(prefix, ..)| self.bump_if(prefix)) {
            if !cfg!(feature = "look-around") {
                return Err("look-around is not part of this build".into());
            }
            return Ok(Some(Opening::LookAround { behind: *behind, negative: *negative }));
        }
        if self.bump_if("?P<") || self.bump_if("?<") {
            self.groups += 1;
            self.name()?;
            return Ok(Some(Opening::Capture(self.groups)));
        }
        if !self.bump_if("?") {
            self.groups += 1;
            return Ok(Some(Opening::Capture(self.groups)));
        }
        if self.is_end() {
            return Err("unclosed group".into());
        }
        let before = self.at;
        self.read_flags()?;
        let empty = self.at == before;
        let directive = self.is(')');
        self.bump();
        if directive && empty {
            return Err("repetition operator missing expression".into());
        }
        Ok((!directive).then_some(Opening::Plain))
    }

    fn name(&mut self) -> Result<()> {
        if self.is_end() {
            return Err(UNCLOSED_NAME.into());
        }
        let start = self.at;
        while let Some(c) = self.peek()
            && c != '>'
        {
            if !can_be_in_name(c, self.at == start)? {
                return Err("invalid capture group character".into());
            }
            self.bump();
        }
        if self.is_end() {
            return Err(UNCLOSED_NAME.into());
        }
        let pattern: &'p str = self.pattern;
        let name = pattern.get(start..self.at).unwrap_or_default();
        self.bump();
        if name.is_empty() {
            return Err("empty capture group name".into());
        }
        match self.known_names.binary_search(&name) {
            Ok(_) => return Err("duplicate capture group name".into()),
            Err(place) => self.known_names.insert(place, name),
        }
        self.names.push((self.groups, name.to_owned()));
        Ok(())
    }

    fn read_flags(&mut self) -> Result<()> {
        let mut seen = String::new();
        let mut on = true;
        let mut flags = self.flags;
        while let Some(c) = self.peek()
            && c != ':'
            && c != ')'
        {
            if c == '-' {
                if !on {
                    return Err("flag negation operator repeated".into());
                }
                on = false;
            } else {
                let flag = match c {
                    'i' => &mut flags.fold,
                    'm' => &mut flags.lines,
                    's' => &mut flags.dot_all,
                    'U' => &mut flags.lazy,
                    'u' => &mut flags.unicode,
                    'R' => &mut flags.crlf,
                    'x' => &mut flags.verbose,
                    _ => return Err("unrecognized flag".into()),
                };
                *flag = on;
                if seen.contains(c) {
                    return Err("duplicate flag".into());
                }
            }
            seen.push(c);
            if !self.bump() {
                return Err("expected flag but got end of regex".into());
            }
        }
        if seen.ends_with('-') {
            return Err("dangling flag negation operator".into());
        }
        self.flags = flags;
        Ok(())
    }
}

/// Whether `c` may stand in a group's name.
fn can_be_in_name(c: char, first: bool) -> Result<bool> {
    Ok(match c {
        '_' | 'a'..='z' | 'A'..='Z' => true,
        '.' | '[' | ']' | '0'..='9' => !first,
        _ if c.is_ascii() => false,
        _ => {
            unicode::property("Alphabetic")?.contains(c as u32) || !first && unicode::property("N")?.contains(c as u32)
        }
    })
}
