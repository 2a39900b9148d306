//! Writes the cases of the corpus as inputs of a target: `cargo run -p itl-properties --bin seeds -- TARGET FOLDER`.

use itl_properties::Target;
use itl_properties::seeds::of_cases;
use std::error::Error;
use std::path::Path;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [name, folder] = &arguments[..] else { return Err("seeds TARGET FOLDER".into()) };
    let target = Target::named(name).ok_or_else(|| format!("there is no target {name}"))?;
    std::fs::create_dir_all(folder)?;
    let inputs = of_cases(target)?;
    for (at, (_, bytes)) in inputs.iter().enumerate() {
        std::fs::write(Path::new(folder).join(format!("case-{at:05}")), bytes)?;
    }
    println!("{} inputs", inputs.len());
    Ok(())
}
