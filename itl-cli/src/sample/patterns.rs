//! What secrets and personal data look like.

use itl_regex::Regex;
use std::sync::OnceLock;

/// A kind of data that is masked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Sensitive {
    Secret,
    Email,
    Address,
    Phone,
    Card,
    Account,
    Person,
}

impl Sensitive {
    /// What it is called.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Secret => "secret",
            Self::Email => "e-mail address",
            Self::Address => "IP address",
            Self::Phone => "phone number",
            Self::Card => "card number",
            Self::Account => "bank account",
            Self::Person => "name of a person",
        }
    }

    /// The text that stands for the `number`-th value of that kind, counted from 1.
    pub(super) fn replacement(self, number: usize, original: &str) -> String {
        match self {
            Self::Secret => format!("masked-secret-{number}"),
            Self::Email => format!("user{number}@example.com"),
            // Addresses that are set aside for documentation.
            Self::Address if original.contains(':') => format!("2001:db8::{number:x}"),
            Self::Address => format!("203.0.{}.{}", 113 + number / 250, number % 250 + 1),
            // Numbers that are set aside for fiction.
            Self::Phone => format!("+1555555{:04}", 100 + number),
            Self::Card => "4000000000000002".to_owned(),
            Self::Account => format!("XX00MASKED{number:010}"),
            Self::Person => format!("Person {number}"),
        }
    }
}

/// A pattern of a value, and which of its groups is masked.
pub(super) struct Pattern {
    pub(super) kind: Sensitive,
    pub(super) regex: Regex,
    group: usize,
    holds: fn(&str) -> bool,
}

/// A kind, its pattern, the group that is masked, and a test that what matches has to pass.
type Row = (Sensitive, &'static str, usize, fn(&str) -> bool);

/// As many bytes a pattern may take; they are fixed and small.
const MAX_BYTES: usize = 1 << 20;

/// Patterns in the order in which they are looked for.
pub(super) fn patterns() -> &'static [Pattern] {
    static PATTERNS: OnceLock<Vec<Pattern>> = OnceLock::new();
    PATTERNS.get_or_init(|| {
        let any = |_: &str| true;
        let all: [Row; 12] = [
            (Sensitive::Secret, r"-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|\z)", 0, any),
            (Sensitive::Secret, r"eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*", 0, any),
            (Sensitive::Secret, r"(?i)\b(?:bearer|basic|token)\s+([A-Za-z0-9._~+/=-]{12,})", 1, any),
            (Sensitive::Secret, r"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b", 0, any),
            (
                Sensitive::Secret,
                r"\b(?:gh[pousr]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,}|glpat-[A-Za-z0-9_-]{16,}|xox[abprs]-[A-Za-z0-9-]{10,}|sk-[A-Za-z0-9_-]{16,}|sk_(?:live|test)_[A-Za-z0-9]{16,}|AIza[A-Za-z0-9_-]{30,})",
                0,
                any,
            ),
            (Sensitive::Secret, r"[a-zA-Z][a-zA-Z0-9+.-]*://[^\s/:@]+:([^\s/@]+)@", 1, any),
            (
                Sensitive::Secret,
                r"(?i)[?&;](?:access_?token|api_?key|auth|key|password|secret|sig|signature|token)=([^&#\s]+)",
                1,
                any,
            ),
            (Sensitive::Secret, r"https://hooks\.slack\.com/services/([A-Za-z0-9/]+)", 1, any),
            (Sensitive::Email, r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}", 0, |text| {
                !text.to_lowercase().ends_with("@example.com")
            }),
            (Sensitive::Account, r"\b[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\b", 0, is_iban),
            (Sensitive::Card, r"\b[0-9](?:[ -]?[0-9]){12,18}\b", 0, is_card),
            (Sensitive::Phone, r"\+[1-9][0-9](?:[ ()/.-]{0,2}[0-9]){6,12}\b", 0, any),
        ];
        let address: [Row; 2] = [
            (Sensitive::Address, r"\b[0-9]{1,3}(?:\.[0-9]{1,3}){3}\b", 0, is_public_address),
            (Sensitive::Address, r"(?i)\b[0-9a-f]{1,4}(?::[0-9a-f]{0,4}){2,7}\b", 0, is_public_address),
        ];
        let compiled = all.into_iter().chain(address).filter_map(|(kind, pattern, group, holds)| {
            Some(Pattern { kind, regex: Regex::new(pattern, MAX_BYTES).ok()?, group, holds })
        });
        compiled.collect()
    })
}

impl Pattern {
    /// The places in `text` that are to be masked.
    pub(super) fn places(&self, text: &str) -> Vec<std::ops::Range<usize>> {
        let group =
            |captures: itl_regex::Captures<'_>| captures.get(self.group).map(|found| found.start()..found.end());
        let all = self.regex.captures_iter(text).filter_map(group);
        all.filter(|place| text.get(place.clone()).is_some_and(self.holds)).collect()
    }
}

/// Parts of keys whose values are secrets, in lower case without punctuation.
const SECRETS: &[&str] = &[
    "password",
    "passwd",
    "secret",
    "apikey",
    "accesskey",
    "privatekey",
    "authorization",
    "credential",
    "cookie",
    "sessionid",
    "accesstoken",
    "authtoken",
    "refreshtoken",
    "bearertoken",
    "clientsecret",
    "integrationkey",
    "signingkey",
    "passphrase",
];

/// Keys whose values are names of people.
const PEOPLE: &[&str] = &[
    "firstname",
    "lastname",
    "fullname",
    "username",
    "displayname",
    "realname",
    "surname",
    "givenname",
    "familyname",
    "assigneename",
    "ackname",
    "acknowledgedby",
    "resolvedby",
];

/// What the name of a key says about its value.
pub(super) fn of_key(key: &str) -> Option<Sensitive> {
    let plain: String = key.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
    if SECRETS.iter().any(|name| plain.contains(name)) || matches!(plain.as_str(), "token" | "pwd" | "auth") {
        return Some(Sensitive::Secret);
    }
    if plain.ends_with("token") && plain != "nexttoken" {
        return Some(Sensitive::Secret);
    }
    if PEOPLE.contains(&plain.as_str()) {
        return Some(Sensitive::Person);
    }
    matches!(plain.as_str(), "phone" | "phonenumber" | "mobile" | "mobilephone").then_some(Sensitive::Phone)
}

/// Whether an address belongs to somebody: private, local and documentation ones do not.
fn is_public_address(text: &str) -> bool {
    match text.parse::<std::net::IpAddr>() {
        Ok(std::net::IpAddr::V4(address)) => {
            !(address.is_private()
                || address.is_loopback()
                || address.is_link_local()
                || address.is_broadcast()
                || address.is_documentation()
                || address.is_unspecified()
                || address.is_multicast())
        }
        Ok(std::net::IpAddr::V6(address)) => {
            // Only global unicast addresses, and of those none for documentation.
            let [first, second, ..] = address.segments();
            first & 0xe000 == 0x2000 && !(first == 0x2001 && second == 0x0db8)
        }
        Err(_) => false,
    }
}

/// Whether digits pass the check of payment cards.
fn is_card(text: &str) -> bool {
    let digits: Vec<u32> = text.chars().filter_map(|c| c.to_digit(10)).collect();
    let doubled = |(at, digit): (usize, &u32)| match (at % 2 == 1, digit * 2) {
        (false, _) => *digit,
        (true, twice) if twice > 9 => twice - 9,
        (true, twice) => twice,
    };
    let all_same = digits.iter().all(|digit| Some(digit) == digits.first());
    let sum: u32 = digits.iter().rev().enumerate().map(doubled).sum();
    // Cards begin with these; numbers of tickets and times do not pass both.
    (13..=19).contains(&digits.len()) && matches!(digits.first(), Some(3..=6)) && !all_same && sum.is_multiple_of(10)
}

/// Whether letters and digits pass the check of bank accounts.
fn is_iban(text: &str) -> bool {
    let plain: String = text.chars().filter(|c| *c != ' ').collect();
    let Some((head, rest)) = plain.split_at_checked(4) else { return false };
    let remainder = rest.chars().chain(head.chars()).filter_map(|c| c.to_digit(36)).fold(0, |sum: u32, digit| {
        let width = if digit > 9 { 100 } else { 10 };
        (sum * width + digit) % 97
    });
    (15..=34).contains(&plain.len()) && remainder == 1
}
