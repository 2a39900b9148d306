//! Arrays and objects while serde writes them.

use super::key::KeyText;
use super::{Builder, Part, Refused};
use crate::payload::{Node, TextRef};
use serde::Serialize;
use serde::ser::{
    SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple, SerializeTupleStruct,
    SerializeTupleVariant,
};

/// An array.
pub(super) struct Items<'s, 'b> {
    builder: &'s mut Builder<'b>,
    mark: usize,
    count: usize,
}

impl<'s, 'b> Items<'s, 'b> {
    pub(super) fn new(builder: &'s mut Builder<'b>) -> Result<Self, Refused> {
        builder.check_depth()?;
        let mark = builder.payload.open_list();
        Ok(Self { builder, mark, count: 0 })
    }

    fn push<T: Serialize + ?Sized>(&mut self, value: &T) {
        let node = self.builder.child(Part::Index(self.count), value);
        self.builder.payload.push_item(node);
        self.count += 1;
    }

    fn close(self) -> Node {
        self.builder.payload.close_list(self.mark)
    }
}

/// An object.
pub(super) struct Entries<'s, 'b> {
    builder: &'s mut Builder<'b>,
    mark: usize,
    /// The key of the value that follows; `None` if it cannot be a key, so that the value is skipped.
    key: Option<TextRef>,
}

impl<'s, 'b> Entries<'s, 'b> {
    pub(super) fn new(builder: &'s mut Builder<'b>) -> Result<Self, Refused> {
        builder.check_depth()?;
        let mark = builder.payload.open_map();
        Ok(Self { builder, mark, key: None })
    }

    fn push<T: Serialize + ?Sized>(&mut self, key: TextRef, value: &T) {
        let node = self.builder.child(Part::Key(key), value);
        self.builder.payload.push_pair(key, node);
    }

    fn field<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) -> Result<(), Refused> {
        let key = self.builder.text(name)?;
        self.push(key, value);
        Ok(())
    }

    fn close(self) -> Node {
        self.builder.payload.close_map(self.mark)
    }
}

/// An array or object as the data of a variant: the only entry of an object, with the variant's name as key.
pub(super) struct Variant<I> {
    pub(super) key: TextRef,
    pub(super) inner: I,
}

/// The object around the data of a variant.
fn around(builder: &mut Builder<'_>, key: TextRef, node: Node) -> Node {
    builder.path.pop();
    let mark = builder.payload.open_map();
    builder.payload.push_pair(key, node);
    builder.payload.close_map(mark)
}

impl SerializeSeq for Items<'_, '_> {
    type Ok = Node;
    type Error = Refused;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Refused> {
        self.push(value);
        Ok(())
    }

    fn end(self) -> Result<Node, Refused> {
        Ok(self.close())
    }
}

impl SerializeTuple for Items<'_, '_> {
    type Ok = Node;
    type Error = Refused;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Refused> {
        self.push(value);
        Ok(())
    }

    fn end(self) -> Result<Node, Refused> {
        Ok(self.close())
    }
}

impl SerializeTupleStruct for Items<'_, '_> {
    type Ok = Node;
    type Error = Refused;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Refused> {
        self.push(value);
        Ok(())
    }

    fn end(self) -> Result<Node, Refused> {
        Ok(self.close())
    }
}

impl SerializeTupleVariant for Variant<Items<'_, '_>> {
    type Ok = Node;
    type Error = Refused;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Refused> {
        self.inner.push(value);
        Ok(())
    }

    fn end(self) -> Result<Node, Refused> {
        let Items { builder, mark, .. } = self.inner;
        let node = builder.payload.close_list(mark);
        Ok(around(builder, self.key, node))
    }
}

impl SerializeMap for Entries<'_, '_> {
    type Ok = Node;
    type Error = Refused;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Refused> {
        let text = key.serialize(KeyText).and_then(|text| self.builder.text(&text));
        self.key = match text {
            Ok(key) => Some(key),
            Err(Refused(message)) => {
                self.builder.refuse(message);
                None
            }
        };
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Refused> {
        if let Some(key) = self.key.take() {
            self.push(key, value);
        }
        Ok(())
    }

    fn end(self) -> Result<Node, Refused> {
        Ok(self.close())
    }
}

impl SerializeStruct for Entries<'_, '_> {
    type Ok = Node;
    type Error = Refused;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), Refused> {
        self.field(name, value)
    }

    fn end(self) -> Result<Node, Refused> {
        Ok(self.close())
    }
}

impl SerializeStructVariant for Variant<Entries<'_, '_>> {
    type Ok = Node;
    type Error = Refused;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), Refused> {
        self.inner.field(name, value)
    }

    fn end(self) -> Result<Node, Refused> {
        let Entries { builder, mark, .. } = self.inner;
        let node = builder.payload.close_map(mark);
        Ok(around(builder, self.key, node))
    }
}
