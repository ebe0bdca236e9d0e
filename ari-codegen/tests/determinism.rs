//! The same input gives the same bytes, and what means the same gives them too.

mod support;

use ari_codegen::{Source, Specification, generate};
use serde_json::Value;
use support::{Failure, Plain, here, names, text};

const NO_RESOURCE: &[&str] = &["resources.json", "overlay.json", "first_seen.json", "release.json"];

fn committed() -> Result<Specification, Failure> {
    let folder = here("../api-docs");
    let read = |name: &str| -> Result<Source, Failure> {
        Ok(Source::new(name, text(&folder.join(name))?))
    };
    let mut resources = Vec::new();
    for name in names(&folder)? {
        if name.ends_with(".json") && !NO_RESOURCE.contains(&name.as_str()) {
            resources.push(read(&name)?);
        }
    }
    let (overlay, first_seen) = (read("overlay.json")?, read("first_seen.json")?);
    Ok(Specification::new(resources, overlay, first_seen, "22.10.1").committed())
}

#[test]
fn twice_the_same_input_gives_the_same_bytes() -> Result<(), Failure> {
    let specification = committed()?;
    let (first, second) = (generate(&specification)?, generate(&specification)?);
    assert_eq!(first.tree, second.tree);
    assert_eq!(first.counts, second.counts);
    assert_eq!(first.remarks, second.remarks);
    Ok(())
}

/// JSON text with the keys of every object backwards, but for maps whose keys are names: there the order shows.
fn backwards(value: &Value, keeps_order: bool, text: &mut String) {
    match value {
        Value::Object(entries) => {
            let mut keys: Vec<&String> = entries.keys().collect();
            if !keeps_order {
                keys.reverse();
            }
            text.push('{');
            for (index, key) in keys.into_iter().enumerate() {
                if index > 0 {
                    text.push(',');
                }
                text.push_str(&Value::from(key.as_str()).to_string());
                text.push_str(" :\n");
                backwards(&entries[key], matches!(key.as_str(), "models" | "properties"), text);
            }
            text.push('}');
        }
        Value::Array(items) => {
            text.push('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    text.push(',');
                }
                backwards(item, false, text);
            }
            text.push(']');
        }
        other => text.push_str(&other.to_string()),
    }
}

#[test]
fn the_order_of_keys_inside_a_declaration_does_not_matter() -> Result<(), Failure> {
    let mut plain = committed()?;
    let mut turned = plain.clone();
    for (plain, turned) in plain.resources.iter_mut().zip(&mut turned.resources) {
        // Both through the same reader, which sorts the keys of maps.
        let value: Value = serde_json::from_str(&plain.text)?;
        plain.text = value.to_string();
        turned.text.clear();
        backwards(&value, false, &mut turned.text);
        assert_ne!(plain.text, turned.text);
    }
    assert_eq!(generate(&plain)?.tree, generate(&turned)?.tree);
    Ok(())
}

#[test]
fn faults_are_told_in_the_same_order_every_time() -> Result<(), Failure> {
    let mut plain = Plain::read()?;
    for id in ["Zebra", "Ape", "Mouse"] {
        plain.add_model(id, serde_json::json!({ "ghost": { "type": "Ghost" } }));
    }
    let first = plain.generate().err().ok_or("generated")?;
    for _ in 0..5 {
        assert_eq!(plain.generate().err().as_ref(), Some(&first));
    }
    assert_eq!(first.0.len(), 3);
    Ok(())
}

#[test]
fn no_file_leaves_the_tree_or_names_the_machine() -> Result<(), Failure> {
    let tree = generate(&committed()?)?.tree;
    for (path, text) in &tree {
        let plain = path
            .chars()
            .all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || "_/.".contains(it));
        assert!(plain && !path.contains("..") && path.ends_with(".rs"), "{path}");
        assert!(text.starts_with("//! ") && text.ends_with('\n'), "{path}");
        assert!(!text.contains('\r') && !text.contains(env!("CARGO_MANIFEST_DIR")), "{path}");
    }
    Ok(())
}
