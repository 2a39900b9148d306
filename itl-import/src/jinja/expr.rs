//! Expressions of Jinja.

use itl_syntax::{is_letter, is_letter_or_digit};

/// An expression.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Expr {
    Text(String),
    Number(String),
    Bool(bool),
    None,
    List(Vec<Expr>),
    Name(String),
    Attribute(Box<Expr>, String),
    Item(Box<Expr>, Box<Expr>),
    Slice(Box<Expr>, Option<i64>, Option<i64>),
    Call(Box<Expr>, Vec<Expr>, Vec<(String, Expr)>),
    Filter(Box<Expr>, String, Vec<Expr>, Vec<(String, Expr)>),
    Test(Box<Expr>, String, Vec<Expr>),
    Not(Box<Expr>),
    And(Box<Expr>, Box<Expr>),
    Or(Box<Expr>, Box<Expr>),
    Compare(Box<Expr>, &'static str, Box<Expr>),
    Concat(Box<Expr>, Box<Expr>),
    Ternary(Box<Expr>, Box<Expr>, Option<Box<Expr>>),
    /// Arithmetic, by its operator.
    Arithmetic(&'static str),
}

impl Expr {
    /// Visits every name that it reads.
    pub(super) fn names(&self, visit: &mut dyn FnMut(&str)) {
        let mut each = |all: &[&Expr]| all.iter().for_each(|one| one.names(visit));
        match self {
            Self::Name(name) => visit(name),
            Self::Attribute(of, _) | Self::Slice(of, ..) | Self::Not(of) => each(&[of]),
            Self::Item(a, b) | Self::And(a, b) | Self::Or(a, b) | Self::Compare(a, _, b) | Self::Concat(a, b) => {
                each(&[a, b]);
            }
            Self::Call(of, args, named) | Self::Filter(of, _, args, named) => {
                each(&[of]);
                for one in args.iter().chain(named.iter().map(|(_, value)| value)) {
                    one.names(visit);
                }
            }
            Self::Test(of, _, args) => {
                each(&[of]);
                for one in args {
                    one.names(visit);
                }
            }
            Self::Ternary(a, b, c) => {
                each(&[a, b]);
                if let Some(c) = c {
                    c.names(visit);
                }
            }
            Self::List(items) => {
                for one in items {
                    one.names(visit);
                }
            }
            Self::Text(_) | Self::Number(_) | Self::Bool(_) | Self::None | Self::Arithmetic(_) => {}
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Name(String),
    Text(String),
    Number(String),
    Sign(&'static str),
}

const SIGNS: &[&str] = &[
    "**", "//", "==", "!=", "<=", ">=", "(", ")", "[", "]", "{", "}", ".", ",", ":", "|", "~", "+", "-", "*", "/", "%",
    "<", ">", "=",
];

/// An expression may be nested that deep.
const MAX_DEPTH: usize = 32;

/// An expression may have that many names, texts and signs.
const MAX_TOKENS: usize = 256;

/// The arguments of a call: those by place, and those by name.
type Arguments = (Vec<Expr>, Vec<(String, Expr)>);

/// Parses an expression; `None` where it is none.
pub(super) fn parse(text: &str) -> Option<Expr> {
    let mut parser = Parser::new(text)?;
    let expr = parser.ternary()?;
    parser.tokens.is_empty().then_some(expr)
}

/// `for NAMES in EXPR`: the names and the expression, where nothing else is there.
pub(super) fn parse_loop(text: &str) -> Option<(Vec<String>, Expr)> {
    let mut parser = Parser::new(text)?;
    let mut names = vec![parser.name()?];
    while parser.take(",") {
        names.push(parser.name()?);
    }
    (parser.name()? == "in").then_some(())?;
    let expr = parser.or()?;
    parser.tokens.is_empty().then_some((names, expr))
}

/// `set NAME = EXPR`.
pub(super) fn parse_set(text: &str) -> Option<(String, Expr)> {
    let mut parser = Parser::new(text)?;
    let name = parser.name()?;
    parser.take("=").then_some(())?;
    let expr = parser.ternary()?;
    parser.tokens.is_empty().then_some((name, expr))
}

struct Parser {
    /// What is left, the next token last.
    tokens: Vec<Token>,
    depth: usize,
}

impl Parser {
    fn new(text: &str) -> Option<Self> {
        let mut tokens = tokens(text)?;
        if tokens.len() > MAX_TOKENS {
            return None;
        }
        tokens.reverse();
        Some(Self { tokens, depth: 0 })
    }

    fn is(&self, sign: &str) -> bool {
        matches!(self.tokens.last(), Some(Token::Sign(own)) if *own == sign)
    }

    fn is_word(&self, word: &str) -> bool {
        matches!(self.tokens.last(), Some(Token::Name(own)) if own == word)
    }

    fn take(&mut self, sign: &str) -> bool {
        self.is(sign) && self.tokens.pop().is_some()
    }

    fn take_word(&mut self, word: &str) -> bool {
        self.is_word(word) && self.tokens.pop().is_some()
    }

    fn name(&mut self) -> Option<String> {
        match self.tokens.pop()? {
            Token::Name(name) => Some(name),
            _ => None,
        }
    }

    fn ternary(&mut self) -> Option<Expr> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return None;
        }
        let mut expr = self.or()?;
        while self.take_word("if") {
            let condition = self.or()?;
            let otherwise = if self.take_word("else") { Some(Box::new(self.ternary()?)) } else { None };
            expr = Expr::Ternary(Box::new(condition), Box::new(expr), otherwise);
        }
        self.depth -= 1;
        Some(expr)
    }

    fn or(&mut self) -> Option<Expr> {
        let mut left = self.and()?;
        while self.take_word("or") {
            left = Expr::Or(Box::new(left), Box::new(self.and()?));
        }
        Some(left)
    }

    fn and(&mut self) -> Option<Expr> {
        let mut left = self.not()?;
        while self.take_word("and") {
            left = Expr::And(Box::new(left), Box::new(self.not()?));
        }
        Some(left)
    }

    fn not(&mut self) -> Option<Expr> {
        let mut count = 0;
        while self.take_word("not") {
            count += 1;
        }
        let expr = self.compare()?;
        Some(if count % 2 == 1 { Expr::Not(Box::new(expr)) } else { expr })
    }

    fn compare(&mut self) -> Option<Expr> {
        let left = self.concat()?;
        for sign in ["==", "!=", "<=", ">=", "<", ">"] {
            if self.take(sign) {
                let right = self.concat()?;
                return Some(Expr::Compare(Box::new(left), sign, Box::new(right)));
            }
        }
        if self.take_word("in") {
            return Some(Expr::Compare(Box::new(left), "in", Box::new(self.concat()?)));
        }
        if self.is_word("not") {
            self.tokens.pop();
            self.take_word("in").then_some(())?;
            let inside = Expr::Compare(Box::new(left), "in", Box::new(self.concat()?));
            return Some(Expr::Not(Box::new(inside)));
        }
        Some(left)
    }

    fn concat(&mut self) -> Option<Expr> {
        let mut left = self.sum()?;
        while self.take("~") {
            left = Expr::Concat(Box::new(left), Box::new(self.sum()?));
        }
        Some(left)
    }

    /// Sums and products, which are read and not kept apart: none of them is converted.
    fn sum(&mut self) -> Option<Expr> {
        let mut left = self.unary()?;
        loop {
            let Some(sign) = ["+", "-", "*", "//", "/", "%", "**"].into_iter().find(|sign| self.is(sign)) else {
                return Some(left);
            };
            self.tokens.pop();
            self.unary()?;
            left = Expr::Arithmetic(sign);
        }
    }

    fn unary(&mut self) -> Option<Expr> {
        if self.take("-") {
            return Some(match self.postfix()? {
                Expr::Number(digits) => Expr::Number(format!("-{digits}")),
                _ => Expr::Arithmetic("-"),
            });
        }
        self.postfix()
    }

    fn postfix(&mut self) -> Option<Expr> {
        let mut expr = self.primary()?;
        loop {
            if self.take(".") {
                expr = match self.tokens.pop()? {
                    Token::Name(name) => Expr::Attribute(Box::new(expr), name),
                    Token::Number(digits) => Expr::Item(Box::new(expr), Box::new(Expr::Number(digits))),
                    _ => return None,
                };
            } else if self.take("[") {
                expr = self.brackets(expr)?;
            } else if self.take("(") {
                let (args, named) = self.arguments()?;
                expr = Expr::Call(Box::new(expr), args, named);
            } else if self.take("|") {
                let name = self.name()?;
                let (args, named) = if self.take("(") { self.arguments()? } else { Default::default() };
                expr = Expr::Filter(Box::new(expr), name, args, named);
            } else if self.take_word("is") {
                let is_not = self.take_word("not");
                let name = self.name()?;
                let args = if self.take("(") { self.arguments()?.0 } else { Vec::new() };
                let test = Expr::Test(Box::new(expr), name, args);
                expr = if is_not { Expr::Not(Box::new(test)) } else { test };
            } else {
                return Some(expr);
            }
        }
    }

    fn brackets(&mut self, expr: Expr) -> Option<Expr> {
        let from = if self.is(":") { None } else { Some(self.ternary()?) };
        if !self.take(":") {
            self.take("]").then_some(())?;
            return Some(Expr::Item(Box::new(expr), Box::new(from?)));
        }
        let to = if self.is("]") { None } else { Some(self.ternary()?) };
        self.take("]").then_some(())?;
        let whole = |bound: Option<Expr>| match bound {
            None => Some(None),
            Some(Expr::Number(digits)) => digits.parse().ok().map(Some),
            Some(_) => None,
        };
        Some(Expr::Slice(Box::new(expr), whole(from)?, whole(to)?))
    }

    fn arguments(&mut self) -> Option<Arguments> {
        let (mut args, mut named) = (Vec::new(), Vec::new());
        while !self.take(")") {
            if let [.., Token::Sign("="), Token::Name(_)] = self.tokens.as_slice() {
                let name = self.name()?;
                self.tokens.pop();
                named.push((name, self.ternary()?));
            } else {
                args.push(self.ternary()?);
            }
            if !self.is(")") {
                self.take(",").then_some(())?;
            }
        }
        Some((args, named))
    }

    fn primary(&mut self) -> Option<Expr> {
        Some(match self.tokens.pop()? {
            Token::Text(text) => {
                let mut text = text;
                // Texts beside each other are one.
                while let Some(Token::Text(more)) = self.tokens.last() {
                    text.push_str(more);
                    self.tokens.pop();
                }
                Expr::Text(text)
            }
            Token::Number(digits) => Expr::Number(digits),
            Token::Name(name) => match name.as_str() {
                "true" | "True" => Expr::Bool(true),
                "false" | "False" => Expr::Bool(false),
                "none" | "None" => Expr::None,
                _ => Expr::Name(name),
            },
            Token::Sign("(") => {
                let expr = self.ternary()?;
                self.take(")").then_some(expr)?
            }
            Token::Sign("[") => {
                let mut items = Vec::new();
                while !self.take("]") {
                    items.push(self.ternary()?);
                    if !self.is("]") {
                        self.take(",").then_some(())?;
                    }
                }
                Expr::List(items)
            }
            Token::Sign(_) => return None,
        })
    }
}

fn tokens(text: &str) -> Option<Vec<Token>> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while let Some(c) = rest.chars().next() {
        let length = if is_letter(c) || c == '_' {
            let length = rest.find(|c: char| !(is_letter_or_digit(c) || c == '_')).unwrap_or(rest.len());
            tokens.push(Token::Name(rest.get(..length)?.to_owned()));
            length
        } else if c.is_ascii_digit() {
            let mut length = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
            let fraction =
                rest.get(length..)?.strip_prefix('.').filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
            // `a.0.b` is a path.
            if let Some(fraction) = fraction.filter(|_| tokens.last() != Some(&Token::Sign("."))) {
                length += 1 + fraction.find(|c: char| !c.is_ascii_digit()).unwrap_or(fraction.len());
            }
            tokens.push(Token::Number(rest.get(..length)?.to_owned()));
            length
        } else if matches!(c, '"' | '\'') {
            let (text, length) = string(rest, c)?;
            tokens.push(Token::Text(text));
            length
        } else {
            let sign = SIGNS.iter().find(|sign| rest.starts_with(**sign))?;
            tokens.push(Token::Sign(sign));
            sign.len()
        };
        rest = rest.get(length..)?.trim_start();
    }
    Some(tokens)
}

/// A text in quotes and its length with them.
fn string(rest: &str, quote: char) -> Option<(String, usize)> {
    let mut text = String::new();
    let mut chars = rest.char_indices().skip(1);
    while let Some((at, c)) = chars.next() {
        if c == quote {
            return Some((text, at + 1));
        }
        if c != '\\' {
            text.push(c);
            continue;
        }
        match chars.next()?.1 {
            'n' => text.push('\n'),
            't' => text.push('\t'),
            'r' => text.push('\r'),
            c @ ('\\' | '"' | '\'') => text.push(c),
            c if c.is_ascii_alphanumeric() && !matches!(c, 'd' | 'w' | 's' | 'D' | 'W' | 'S' | '.') => return None,
            c => text.extend(['\\', c]),
        }
    }
    None
}
