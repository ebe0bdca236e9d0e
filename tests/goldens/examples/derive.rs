//! Writes the resource JSON of an older release into a folder, for `cargo xtask codegen --api-docs`.

use std::path::Path;

use ari_codegen::Tree;
use ari_golden_tests::old_release::{Table, derive};
use ari_golden_tests::{Failure, folder, specification};

fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [release, target] = &arguments[..] else {
        return Err("usage: derive RELEASE FOLDER".into());
    };
    let table = Table::read(&specification::first_seen()?.text)?;
    let committed = specification::resources(&specification::api_docs())?;
    let derived = derive(&committed, &table, release)?;
    let files: Tree = derived.into_iter().map(|it| (it.name, it.text)).collect();
    folder::write(Path::new(target), &files)
}
