//! The variables that ilert gives to templates outside alert sources, as JSON Schemas.

/// The schemas by name. Their variables are those of ilert's public documentation; each schema states its source.
pub const SCHEMAS: &[(&str, &str)] = &[
    ("ilert:alert-action", include_str!("../schemas/alert-action.schema.json")),
    ("ilert:incident", include_str!("../schemas/incident.schema.json")),
];

/// The JSON Schema of alert sources, for editors.
pub const SOURCE_SCHEMA: &str = include_str!("../schemas/alert-source.schema.json");

/// The schema of that name, as JSON text.
pub fn schema(name: &str) -> Option<&'static str> {
    SCHEMAS.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
}
