//! Data of the program as the payload of a render.

#![allow(clippy::unwrap_used, reason = "tests")]

use itl_eval::{Code, Payload, RenderOptions, Template};
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Serialize)]
struct Alert<'a> {
    host: &'a str,
    load: f32,
    bytes: u128,
    disks: BTreeMap<(u8, u8), u8>,
}

fn alert(disks: BTreeMap<(u8, u8), u8>) -> Payload<'static> {
    Payload::from_serialize(&Alert { host: "db-7", load: 0.1, bytes: u128::MAX, disks })
}

#[test]
fn borrowed_data_renders_like_its_json() {
    let template = Template::compile("{{ host }} {{ load }} {{ bytes }}").unwrap();
    let rendered = template.render(&alert(BTreeMap::new()));
    assert_eq!(rendered.text, "db-7 0.1 3.402823669209385e38");
    assert_eq!(
        rendered.text,
        template.render(br#"{"host":"db-7","load":0.1,"bytes":340282366920938463463374607431768211455}"#).text
    );
    assert!(rendered.strict().is_ok());
}

#[test]
fn what_cannot_be_read_is_an_error_with_its_path() {
    struct Fails;
    impl Serialize for Fails {
        fn serialize<S: serde::Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
            Err(serde::ser::Error::custom("out of order"))
        }
    }
    let template = Template::compile("Disk full on {{ host.default(\"unknown\") }}").unwrap();
    let rendered =
        template.render(&Payload::from_serialize(&BTreeMap::from([("host", (Fails, 1)), ("x", (Fails, 2))])));
    assert_eq!(rendered.text, "Disk full on [null,1]");
    let error = rendered.strict().unwrap_err();
    assert_eq!(error.diagnostics.iter().map(|one| one.code).collect::<Vec<_>>(), [Code::UnreadableData; 2]);
    assert_eq!(
        error.to_string(),
        "<template>: error[E0608]: the data at `host[0]` cannot be read: out of order (and 1 more)"
    );
    assert!(format!("{error:#}").contains("it is null in this message"));
    let rendered = template.render(&Payload::from_serialize(&Fails));
    assert_eq!(rendered.text, "Disk full on unknown");
    assert!(rendered.strict().is_err());
}

#[test]
fn a_map_whose_keys_are_no_strings_fails_strictly_and_the_rest_is_kept() {
    let template = Template::compile("{{ host }}").unwrap();
    let rendered = template.render_with(&alert([((1, 2), 3)].into()), &RenderOptions::new());
    assert_eq!(rendered.text, "db-7");
    assert_eq!(rendered.strict().unwrap_err().diagnostics.len(), 1);
}
