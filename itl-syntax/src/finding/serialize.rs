//! The JSON form of a finding.

use super::{Finding, FindingLabel, FindingSuggestion};
use serde::ser::{Serialize, SerializeStruct, Serializer};

impl Serialize for Finding {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("Finding", 12)?;
        object.serialize_field("file", &*self.file)?;
        object.serialize_field("code", &self.code)?;
        object.serialize_field("severity", &self.severity)?;
        object.serialize_field("message", &self.message)?;
        object.serialize_field("start", &self.location.start)?;
        object.serialize_field("end", &self.location.end)?;
        object.serialize_field("line", &self.location.line)?;
        object.serialize_field("column", &self.location.column)?;
        object.serialize_field("labels", &self.labels)?;
        object.serialize_field("help", &self.help)?;
        object.serialize_field("suggestion", &self.suggestion)?;
        object.serialize_field("partial", &self.partial.as_deref())?;
        object.end()
    }
}

impl Serialize for FindingLabel {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("FindingLabel", 5)?;
        object.serialize_field("start", &self.location.start)?;
        object.serialize_field("end", &self.location.end)?;
        object.serialize_field("line", &self.location.line)?;
        object.serialize_field("column", &self.location.column)?;
        object.serialize_field("message", &self.message)?;
        object.end()
    }
}

impl Serialize for FindingSuggestion {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("FindingSuggestion", 3)?;
        object.serialize_field("start", &self.location.start)?;
        object.serialize_field("end", &self.location.end)?;
        object.serialize_field("replacement", &self.replacement)?;
        object.end()
    }
}

#[cfg(test)]
mod tests {
    use crate::finding::{Finding, SourceFile};
    use crate::{Code, Diagnostic, Span};
    use serde_json::json;

    #[test]
    fn the_json_form_counts_bytes() {
        let source = SourceFile::new("disk.itl", "ü\n{{ a.uper() }}");
        let diagnostic = Diagnostic::new(Code::UnknownFunction, Span::new(8, 12), "unknown function `uper`")
            .label(Span::new(6, 7), "of this value")
            .suggest(Span::new(8, 12), "upperCase");
        let expected = json!({
            "file": "disk.itl", "code": "E0201", "severity": "error", "message": "unknown function `uper`",
            "start": 8, "end": 12, "line": 2, "column": 6,
            "labels": [{"start": 6, "end": 7, "line": 2, "column": 4, "message": "of this value"}],
            "help": null,
            "suggestion": {"start": 8, "end": 12, "replacement": "upperCase"},
            "partial": null
        });
        assert_eq!(json!(Finding::new(&diagnostic, &source)), expected);
    }

    #[test]
    fn diagnostics_read_back() {
        let mut diagnostic = Diagnostic::new(Code::UnknownPath, Span::new(1, 2), "m").label(Span::new(0, 1), "l");
        diagnostic.partial = Some("p".into());
        let text = json!(diagnostic);
        assert_eq!((&text["code"], &text["severity"]), (&json!("W0507"), &json!("warning")));
        assert_eq!(serde_json::from_value::<Diagnostic>(text).ok(), Some(diagnostic));
        assert!(serde_json::from_value::<Code>(json!("W9999")).is_err());
    }
}
