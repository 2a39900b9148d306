//! The blocks that make messages, and what is said of others.

use crate::role::Role;
use itl_syntax::{Code, Diagnostic, Span};

/// The block whose role stands in the key `role` of the nearest object.
pub(crate) const MESSAGE: &str = "message";

/// What decides the role of a block's message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The object it stands in.
    Message,
    /// Its name.
    Role(Role),
}

impl Kind {
    /// The kind of a block of that name; `None` where it makes no message.
    #[inline]
    pub(crate) fn named(block: &str) -> Option<Self> {
        if block == MESSAGE { Some(Self::Message) } else { Role::named(block).map(Self::Role) }
    }
}

/// Whether a block of that name makes a message.
pub(crate) fn makes_message(block: &str) -> bool {
    Kind::named(block).is_some()
}

/// One message inside another.
pub(crate) fn nested(name: &str, tag: Span) -> Diagnostic {
    let message = format!("the block `{name}` stands inside the block of another message");
    Diagnostic::new(Code::NestedMessage, tag, message)
        .help("close the outer block first: only outermost blocks make messages")
}

/// The block of messages whose name is nearest to this one.
pub(crate) fn nearest_name(name: &str) -> Option<&'static str> {
    itl_eval::closest(name, Role::ALL.iter().map(|role| role.name()).chain([MESSAGE]))
}

/// A block of another name that writes outside of messages.
pub(crate) fn makes_none(name: &str, tag: Span, near: Option<&str>) -> Diagnostic {
    let shown: String = name.chars().take(60).collect();
    let message = format!("the block `{shown}` makes no message; what it writes is sent as the user's");
    let help = match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => "blocks of messages are `system`, `developer`, `user`, `assistant`, `tool` and `message`; text of the user's needs no other block".to_owned(),
    };
    Diagnostic::new(Code::UnknownBlock, tag, message).help(help)
}

/// A block inside a parent that has no block of that name.
pub(crate) fn overrides_nothing(name: &str, parent: &str, tag: Span, near: Option<&str>) -> Diagnostic {
    let short = |name: &str| name.chars().take(60).collect::<String>();
    let message = format!("the block `{}` overrides nothing in `{}` and is left out", short(name), short(parent));
    let help = match near {
        Some(near) => format!("did you mean `{}`?", short(near)),
        None => "write it outside of the parent, or give the parent a block of that name".to_owned(),
    };
    Diagnostic::new(Code::UnknownBlock, tag, message).help(help)
}
