//! Pipelines of Go templates.

use itl_syntax::{is_letter, is_letter_or_digit};

/// What a command is made of.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Expr {
    Text(String),
    Number(String),
    Bool(bool),
    /// `.`
    Dot,
    /// `$` or `$name`
    Variable(String),
    /// `.A.B` after something.
    Fields(Box<Expr>, Vec<String>),
    /// A function or method with its arguments; a method has its receiver first.
    Call(String, Vec<Expr>),
    /// A method with arguments: `.StartsAt.Format "…"`.
    Method(Box<Expr>, Vec<Expr>),
}

/// A pipeline, and the variables that it declares.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Pipeline {
    pub(super) declares: Vec<String>,
    pub(super) expr: Expr,
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Text(String),
    Number(String),
    Name(String),
    Variable(String),
    /// `.Name` directly after what is before it.
    Suffix(String),
    /// `.Name` on its own.
    Field(String),
    Dot,
    Sign(char),
    Declare,
}

const MAX_TOKENS: usize = 256;
const MAX_DEPTH: usize = 32;

/// Parses a pipeline; `None` where it is none.
pub(super) fn parse(text: &str) -> Option<Pipeline> {
    let mut tokens = tokens(text)?;
    if tokens.len() > MAX_TOKENS {
        return None;
    }
    let declares = match tokens.as_slice() {
        [Token::Variable(a), Token::Declare, ..] => vec![a.clone()],
        [Token::Variable(a), Token::Sign(','), Token::Variable(b), Token::Declare, ..] => vec![a.clone(), b.clone()],
        _ => Vec::new(),
    };
    tokens.drain(..if declares.is_empty() { 0 } else { declares.len() * 2 });
    tokens.reverse();
    let mut parser = Parser { tokens, depth: 0 };
    let expr = parser.pipeline()?;
    parser.tokens.is_empty().then_some(Pipeline { declares, expr })
}

struct Parser {
    /// What is left, the next token last.
    tokens: Vec<Token>,
    depth: usize,
}

impl Parser {
    fn pipeline(&mut self) -> Option<Expr> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return None;
        }
        let mut expr = self.command(None)?;
        while self.tokens.last() == Some(&Token::Sign('|')) {
            self.tokens.pop();
            expr = self.command(Some(expr))?;
        }
        self.depth -= 1;
        Some(expr)
    }

    /// A command; what was piped into it is its last argument.
    fn command(&mut self, piped: Option<Expr>) -> Option<Expr> {
        let is_function = matches!(self.tokens.last(), Some(Token::Name(name)) if !is_constant(name));
        if is_function {
            let Some(Token::Name(name)) = self.tokens.pop() else { return None };
            let mut args = self.operands()?;
            args.extend(piped);
            return Some(Expr::Call(name, args));
        }
        let first = self.operand()?;
        let mut args = self.operands()?;
        args.extend(piped);
        Some(if args.is_empty() { first } else { Expr::Method(Box::new(first), args) })
    }

    fn operands(&mut self) -> Option<Vec<Expr>> {
        let mut all = Vec::new();
        while !matches!(self.tokens.last(), None | Some(Token::Sign('|' | ')'))) {
            all.push(self.operand()?);
        }
        Some(all)
    }

    fn operand(&mut self) -> Option<Expr> {
        let base = match self.tokens.pop()? {
            Token::Text(text) => Expr::Text(text),
            Token::Number(digits) => Expr::Number(digits),
            Token::Name(name) if is_constant(&name) => Expr::Bool(name == "true"),
            // A function without arguments.
            Token::Name(name) => Expr::Call(name, Vec::new()),
            Token::Variable(name) => Expr::Variable(name),
            Token::Dot => Expr::Dot,
            Token::Field(name) => Expr::Fields(Box::new(Expr::Dot), vec![name]),
            Token::Sign('(') => {
                let inside = self.pipeline()?;
                (self.tokens.pop()? == Token::Sign(')')).then_some(inside)?
            }
            Token::Sign(_) | Token::Declare | Token::Suffix(_) => return None,
        };
        let mut fields = Vec::new();
        while let Some(Token::Suffix(name)) = self.tokens.last() {
            fields.push(name.clone());
            self.tokens.pop();
        }
        if fields.is_empty() {
            return Some(base);
        }
        Some(match base {
            Expr::Fields(of, mut known) => {
                known.extend(fields);
                Expr::Fields(of, known)
            }
            base => Expr::Fields(Box::new(base), fields),
        })
    }
}

fn is_constant(name: &str) -> bool {
    matches!(name, "true" | "false")
}

fn tokens(text: &str) -> Option<Vec<Token>> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut rest = text;
    let mut is_joined = false;
    loop {
        let trimmed = rest.trim_start();
        is_joined &= trimmed.len() == rest.len();
        rest = trimmed;
        let Some(c) = rest.chars().next() else { return Some(tokens) };
        let word = |rest: &str| rest.find(|c: char| !(is_letter_or_digit(c) || c == '_')).unwrap_or(rest.len());
        let length = match c {
            '"' => {
                let (text, length) = quoted(rest)?;
                tokens.push(Token::Text(text));
                length
            }
            '`' => {
                let text = rest.get(1..)?.split('`').next()?;
                tokens.push(Token::Text(text.to_owned()));
                (rest.len() > text.len() + 1).then_some(text.len() + 2)?
            }
            '.' => {
                let name = rest.get(1..1 + word(rest.get(1..)?))?;
                tokens.push(match name {
                    "" => Token::Dot,
                    name if is_joined => Token::Suffix(name.to_owned()),
                    name => Token::Field(name.to_owned()),
                });
                1 + name.len()
            }
            '$' => {
                let name = rest.get(1..1 + word(rest.get(1..)?))?;
                tokens.push(Token::Variable(name.to_owned()));
                1 + name.len()
            }
            ':' => {
                rest.starts_with(":=").then(|| tokens.push(Token::Declare))?;
                2
            }
            '(' | ')' | '|' | ',' => {
                tokens.push(Token::Sign(c));
                1
            }
            c if c.is_ascii_digit() || c == '-' => {
                let digits = rest.get(1..)?.find(|c: char| !c.is_ascii_digit()).map_or(rest.len(), |at| at + 1);
                tokens.push(Token::Number(rest.get(..digits)?.to_owned()));
                digits
            }
            c if is_letter(c) || c == '_' => {
                let length = word(rest);
                tokens.push(Token::Name(rest.get(..length)?.to_owned()));
                length
            }
            _ => return None,
        };
        is_joined = !matches!(c, '(' | '|' | ',' | ':' | '-' | '"' | '`');
        rest = rest.get(length..)?;
    }
}

/// A text in double quotes and its length with them.
fn quoted(rest: &str) -> Option<(String, usize)> {
    let mut text = String::new();
    let mut chars = rest.char_indices().skip(1);
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => return Some((text, at + 1)),
            '\\' => match chars.next()?.1 {
                'n' => text.push('\n'),
                't' => text.push('\t'),
                'r' => text.push('\r'),
                c @ ('\\' | '"' | '\'') => text.push(c),
                _ => return None,
            },
            c => text.push(c),
        }
    }
    None
}
