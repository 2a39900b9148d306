//! The serde serializer of a map's keys: what can be the key of a JSON object, as text.

use super::Refused;
use itl_text::floats::write_float;
use serde::Serialize;
use serde::ser::{Impossible, Serializer};

/// Writes a key as text. Numbers and booleans are keys in their printed form, as in `serde_json`.
pub(super) struct KeyText;

fn no_key<T>() -> Result<T, Refused> {
    Err(Refused("a key must be a string".to_owned()))
}

/// The printed form of some kinds of keys.
macro_rules! printed {
    ($($method:ident: $type:ty,)*) => {
        $(fn $method(self, value: $type) -> Result<String, Refused> {
            Ok(value.to_string())
        })*
    };
}

impl Serializer for KeyText {
    type Ok = String;
    type Error = Refused;
    type SerializeSeq = Impossible<String, Refused>;
    type SerializeTuple = Impossible<String, Refused>;
    type SerializeTupleStruct = Impossible<String, Refused>;
    type SerializeTupleVariant = Impossible<String, Refused>;
    type SerializeMap = Impossible<String, Refused>;
    type SerializeStruct = Impossible<String, Refused>;
    type SerializeStructVariant = Impossible<String, Refused>;

    printed! {
        serialize_bool: bool,
        serialize_i8: i8,
        serialize_i16: i16,
        serialize_i32: i32,
        serialize_i64: i64,
        serialize_i128: i128,
        serialize_u8: u8,
        serialize_u16: u16,
        serialize_u32: u32,
        serialize_u64: u64,
        serialize_u128: u128,
        serialize_char: char,
        serialize_str: &str,
    }

    fn serialize_f32(self, value: f32) -> Result<String, Refused> {
        match value.to_string().parse() {
            Ok(value) => self.serialize_f64(value),
            Err(_) => no_key(),
        }
    }

    fn serialize_f64(self, value: f64) -> Result<String, Refused> {
        if !value.is_finite() {
            return no_key();
        }
        let mut text = String::new();
        write_float(value, &mut text);
        Ok(text)
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<String, Refused> {
        Ok(variant.to_owned())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<String, Refused> {
        value.serialize(self)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<String, Refused> {
        value.serialize(self)
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<String, Refused> {
        no_key()
    }

    fn serialize_none(self) -> Result<String, Refused> {
        no_key()
    }

    fn serialize_unit(self) -> Result<String, Refused> {
        no_key()
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<String, Refused> {
        no_key()
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<String, Refused> {
        no_key()
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Self::SerializeSeq, Refused> {
        no_key()
    }

    fn serialize_tuple(self, _: usize) -> Result<Self::SerializeTuple, Refused> {
        no_key()
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Self::SerializeTupleStruct, Refused> {
        no_key()
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Refused> {
        no_key()
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self::SerializeMap, Refused> {
        no_key()
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self::SerializeStruct, Refused> {
        no_key()
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, Refused> {
        no_key()
    }
}
