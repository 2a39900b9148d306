//! The serde serializer of a value.

use super::compound::{Entries, Items, Variant};
use super::{Builder, Part, Refused};
use crate::payload::Node;
use itl_text::floats::read_float;
use serde::Serialize;
use serde::ser::Serializer;

/// Writes one value and returns its node.
pub(super) struct Writer<'s, 'b>(pub(super) &'s mut Builder<'b>);

impl<'s, 'b> Writer<'s, 'b> {
    /// An object with one entry: how serde writes a variant with data.
    fn variant<T: Serialize + ?Sized>(self, name: &str, value: &T) -> Result<Node, Refused> {
        let builder = self.0;
        builder.check_depth()?;
        let key = builder.text(name)?;
        let node = builder.child(Part::Key(key), value);
        let mark = builder.payload.open_map();
        builder.payload.push_pair(key, node);
        Ok(builder.payload.close_map(mark))
    }
}

impl<'s, 'b> Serializer for Writer<'s, 'b> {
    type Ok = Node;
    type Error = Refused;
    type SerializeSeq = Items<'s, 'b>;
    type SerializeTuple = Items<'s, 'b>;
    type SerializeTupleStruct = Items<'s, 'b>;
    type SerializeTupleVariant = Variant<Items<'s, 'b>>;
    type SerializeMap = Entries<'s, 'b>;
    type SerializeStruct = Entries<'s, 'b>;
    type SerializeStructVariant = Variant<Entries<'s, 'b>>;

    fn serialize_bool(self, value: bool) -> Result<Node, Refused> {
        Ok(Node::Bool(value))
    }

    fn serialize_i8(self, value: i8) -> Result<Node, Refused> {
        Ok(Node::Int(value.into()))
    }

    fn serialize_i16(self, value: i16) -> Result<Node, Refused> {
        Ok(Node::Int(value.into()))
    }

    fn serialize_i32(self, value: i32) -> Result<Node, Refused> {
        Ok(Node::Int(value.into()))
    }

    fn serialize_i64(self, value: i64) -> Result<Node, Refused> {
        Ok(Node::Int(value))
    }

    fn serialize_i128(self, value: i128) -> Result<Node, Refused> {
        Ok(match (i64::try_from(value), u64::try_from(value)) {
            (Ok(value), _) => Node::Int(value),
            (_, Ok(value)) => Node::UInt(value),
            _ => Node::Float(value as f64),
        })
    }

    fn serialize_u8(self, value: u8) -> Result<Node, Refused> {
        Ok(Node::Int(value.into()))
    }

    fn serialize_u16(self, value: u16) -> Result<Node, Refused> {
        Ok(Node::Int(value.into()))
    }

    fn serialize_u32(self, value: u32) -> Result<Node, Refused> {
        Ok(Node::Int(value.into()))
    }

    fn serialize_u64(self, value: u64) -> Result<Node, Refused> {
        Ok(i64::try_from(value).map_or(Node::UInt(value), Node::Int))
    }

    fn serialize_u128(self, value: u128) -> Result<Node, Refused> {
        match u64::try_from(value) {
            Ok(value) => self.serialize_u64(value),
            Err(_) => Ok(Node::Float(value as f64)),
        }
    }

    /// The number that its shortest decimal form is: `0.1`, not the nearest double of the binary value.
    fn serialize_f32(self, value: f32) -> Result<Node, Refused> {
        Ok(if value.is_finite() { read_float(&value.to_string()).map_or(Node::Null, Node::Float) } else { Node::Null })
    }

    /// Infinities and NaN are null, as in JSON.
    fn serialize_f64(self, value: f64) -> Result<Node, Refused> {
        Ok(if value.is_finite() { Node::Float(value) } else { Node::Null })
    }

    fn serialize_char(self, value: char) -> Result<Node, Refused> {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, value: &str) -> Result<Node, Refused> {
        self.0.text(value).map(Node::Text)
    }

    fn serialize_bytes(self, value: &[u8]) -> Result<Node, Refused> {
        let payload = &mut *self.0.payload;
        let mark = payload.open_list();
        for byte in value {
            payload.push_item(Node::Int((*byte).into()));
        }
        Ok(payload.close_list(mark))
    }

    fn serialize_none(self) -> Result<Node, Refused> {
        Ok(Node::Null)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<Node, Refused> {
        self.0.wrapped(value)
    }

    fn serialize_unit(self) -> Result<Node, Refused> {
        Ok(Node::Null)
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<Node, Refused> {
        Ok(Node::Null)
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<Node, Refused> {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<Node, Refused> {
        self.0.wrapped(value)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<Node, Refused> {
        self.variant(variant, value)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Items<'s, 'b>, Refused> {
        Items::new(self.0)
    }

    fn serialize_tuple(self, _: usize) -> Result<Items<'s, 'b>, Refused> {
        Items::new(self.0)
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Items<'s, 'b>, Refused> {
        Items::new(self.0)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Variant<Items<'s, 'b>>, Refused> {
        let key = self.0.text(variant)?;
        self.0.path.push(Part::Key(key));
        Ok(Variant { key, inner: Items::new(self.0)? })
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Entries<'s, 'b>, Refused> {
        Entries::new(self.0)
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Entries<'s, 'b>, Refused> {
        Entries::new(self.0)
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Variant<Entries<'s, 'b>>, Refused> {
        let key = self.0.text(variant)?;
        self.0.path.push(Part::Key(key));
        Ok(Variant { key, inner: Entries::new(self.0)? })
    }
}
