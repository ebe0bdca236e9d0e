//! The committed output of the small specifications is what is generated now; `UPDATE_GOLDENS=1` writes it anew.

use ari_codegen::{Difference, differences};
use ari_golden_tests::{Failure, folder, golden};
use similar::TextDiff;

/// Compares one golden, or writes it.
fn matches(name: &str) -> Result<(), Failure> {
    let wanted = golden::generate(name)?.tree;
    let target = golden::generated(name);
    if std::env::var_os("UPDATE_GOLDENS").is_some() {
        return folder::write(&target, &wanted);
    }
    let found = folder::read(&target)?;
    let mut report = String::new();
    for difference in differences(&wanted, &found) {
        match difference {
            Difference::Missing { path } => report.push_str(&format!("missing: {path}\n")),
            Difference::Extra { path } => report.push_str(&format!("extra: {path}\n")),
            Difference::Stale { path } => {
                let diff = TextDiff::from_lines(&found[&path], &wanted[&path]);
                let headers = (format!("committed/{path}"), format!("generated/{path}"));
                report.push_str(&diff.unified_diff().header(&headers.0, &headers.1).to_string());
            }
            _ => {}
        }
    }
    assert!(
        report.is_empty(),
        "{} is not what is generated:\n{report}\
         if that is as it should be: UPDATE_GOLDENS=1 cargo test -p ari-golden-tests --test goldens",
        target.display()
    );
    Ok(())
}

#[test]
fn the_plain_specification() -> Result<(), Failure> {
    matches("plain")
}

#[test]
fn the_cursed_specification() -> Result<(), Failure> {
    matches("cursed")
}

#[test]
fn the_specification_without_events() -> Result<(), Failure> {
    matches("silent")
}

#[test]
fn the_specification_with_what_a_vendor_adds() -> Result<(), Failure> {
    matches("extended")
}
