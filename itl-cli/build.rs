//! Embeds the built playground, for `itl playground`.

#[cfg(feature = "playground")]
fn main() -> std::io::Result<()> {
    println!("cargo::rerun-if-changed=build.rs");
    site::embed()
}

#[cfg(not(feature = "playground"))]
fn main() {
    println!("cargo::rerun-if-changed=build.rs");
}

#[cfg(feature = "playground")]
mod site {
    use flate2::{Compression, GzBuilder};
    use std::fmt::Write as _;
    use std::fs;
    use std::io::{self, Write as _};
    use std::path::{Path, PathBuf};

    /// Writes `site.rs`, the list of the site's files, each packed.
    pub(super) fn embed() -> io::Result<()> {
        let variable = |name| std::env::var_os(name).map(PathBuf::from).ok_or(io::ErrorKind::NotFound);
        println!("cargo::rerun-if-env-changed=ITL_PLAYGROUND");
        let dist = match variable("ITL_PLAYGROUND") {
            Ok(folder) => folder,
            Err(_) => variable("CARGO_MANIFEST_DIR")?.join("../playground/dist"),
        };
        let out = variable("OUT_DIR")?;
        println!("cargo::rerun-if-changed={}", dist.display());
        let mut files = Vec::new();
        if dist.join("index.html").is_file() {
            walk(&dist, "", &mut files)?;
            files.sort();
        } else {
            println!(
                "cargo::warning=there is no built playground in {}; `itl playground` will say so. Run `playground/build` and build again",
                dist.display()
            );
        }
        let mut list = String::from("&[\n");
        for (number, (name, path)) in files.iter().enumerate() {
            // Without a name and a time in it, the same site gives the same binary.
            let mut writer =
                GzBuilder::new().write(fs::File::create(out.join(format!("{number}.gz")))?, Compression::best());
            writer.write_all(&fs::read(path)?)?;
            writer.finish()?;
            let packed = format!("include_bytes!(concat!(env!(\"OUT_DIR\"), \"/{number}.gz\"))");
            let _ = writeln!(list, "    File {{ name: {name:?}, gzip: {packed} }},");
        }
        list.push(']');
        fs::write(out.join("site.rs"), list)
    }

    fn walk(folder: &Path, prefix: &str, files: &mut Vec<(String, PathBuf)>) -> io::Result<()> {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if entry.file_type()?.is_dir() {
                walk(&entry.path(), &format!("{name}/"), files)?;
            } else {
                files.push((name, entry.path()));
            }
        }
        Ok(())
    }
}
