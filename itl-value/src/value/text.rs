//! Texts of values.

use std::borrow::Cow;
use std::ops::Deref;
use std::rc::Rc;

/// A text of a value: a borrow of the payload or the template, or one that a function made.
///
/// A text that a function made belongs to whoever has it. Once it is an item of a built array, an entry of a built object,
/// a context or an argument, copies share it, so that a copy takes the same time and memory however long the text is.
/// Without documents, in builds made for size, copies share it always.
#[derive(Clone, Debug)]
pub struct Text<'a>(Kept<'a>);

#[derive(Clone, Debug)]
enum Kept<'a> {
    Borrowed(&'a str),
    #[cfg(feature = "documents")]
    Owned(String),
    Shared(Rc<str>),
}

impl<'a> Text<'a> {
    /// The text, if the payload or the template holds it.
    #[inline]
    pub fn borrowed(&self) -> Option<&'a str> {
        if let Kept::Borrowed(text) = self.0 { Some(text) } else { None }
    }

    /// The text as a `String`, which is copied unless it is this value's own.
    #[inline]
    pub fn into_owned(self) -> String {
        match self.0 {
            Kept::Borrowed(text) => text.to_owned(),
            #[cfg(feature = "documents")]
            Kept::Owned(text) => text,
            Kept::Shared(text) => text.to_string(),
        }
    }

    /// Makes copies share the text.
    #[cfg_attr(not(feature = "documents"), expect(clippy::unused_self, reason = "it is shared from the start"))]
    #[inline]
    pub(super) fn share(&mut self) {
        #[cfg(feature = "documents")]
        if let Kept::Owned(text) = &mut self.0 {
            self.0 = Kept::Shared(std::mem::take(text).into());
        }
    }
}

impl Deref for Text<'_> {
    type Target = str;

    #[inline]
    fn deref(&self) -> &str {
        match &self.0 {
            Kept::Borrowed(text) => text,
            #[cfg(feature = "documents")]
            Kept::Owned(text) => text,
            Kept::Shared(text) => text,
        }
    }
}

impl AsRef<str> for Text<'_> {
    #[inline]
    fn as_ref(&self) -> &str {
        self
    }
}

impl<'a> From<&'a str> for Text<'a> {
    #[inline]
    fn from(text: &'a str) -> Self {
        Self(Kept::Borrowed(text))
    }
}

impl From<String> for Text<'_> {
    #[cfg_attr(feature = "documents", inline)]
    #[cfg_attr(not(feature = "documents"), inline(never))]
    fn from(text: String) -> Self {
        #[cfg(feature = "documents")]
        return Self(Kept::Owned(text));
        #[cfg(not(feature = "documents"))]
        Self(Kept::Shared(text.into()))
    }
}

impl<'a> From<Cow<'a, str>> for Text<'a> {
    #[inline]
    fn from(text: Cow<'a, str>) -> Self {
        match text {
            Cow::Borrowed(text) => text.into(),
            Cow::Owned(text) => text.into(),
        }
    }
}

impl<'a> From<Text<'a>> for Cow<'a, str> {
    fn from(text: Text<'a>) -> Self {
        match text.borrowed() {
            Some(text) => Self::Borrowed(text),
            None => Self::Owned(text.into_owned()),
        }
    }
}

impl std::fmt::Display for Text<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.pad(self)
    }
}

/// Texts are what they say, wherever they are kept.
impl PartialEq for Text<'_> {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Eq for Text<'_> {}

impl PartialEq<str> for Text<'_> {
    fn eq(&self, other: &str) -> bool {
        **self == *other
    }
}

impl PartialEq<&str> for Text<'_> {
    fn eq(&self, other: &&str) -> bool {
        **self == **other
    }
}

impl PartialOrd for Text<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Text<'_> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (**self).cmp(other)
    }
}

impl std::hash::Hash for Text<'_> {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        (**self).hash(state);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_as_small_as_a_string() {
        assert_eq!(size_of::<Text<'_>>(), size_of::<String>());
    }

    #[test]
    fn copies_of_a_shared_text_are_one_text() {
        let mut text = Text::from("abc".to_owned());
        assert_ne!(text.clone().as_ptr(), text.as_ptr());
        text.share();
        let copy = text.clone();
        assert_eq!(copy.as_ptr(), text.as_ptr());
        assert_eq!(copy.into_owned(), "abc");
    }
}
