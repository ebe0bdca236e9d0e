//! Fills the tour of the generated code: prose of ours, with excerpts cut from the specification and the generated tree.

use quote::ToTokens;
use syn::{File, ImplItem, Item};

use crate::json::Json;
use crate::overlay::matches;
use crate::problem::{Findings, Place, Problems};
use crate::spec::{self, Declaration};
use crate::tree::Tree;
use crate::{Source, Specification, print};

/// The prose, with a line such as `<<json model Lot>>` or `<<rust lots/mod.rs Lots::open>>` for each excerpt.
const TEMPLATE: &str = include_str!("tour.md");

/// Where the prose stands, for messages.
const TEMPLATE_FILE: &str = "ari-codegen/src/tour.md";

/// Words the tour of the code that was generated from a specification.
///
/// # Errors
///
/// Every excerpt that finds nothing.
pub fn tour(specification: &Specification, tree: &Tree) -> Result<String, Problems> {
    fill(TEMPLATE, specification, tree)
}

fn fill(template: &str, specification: &Specification, tree: &Tree) -> Result<String, Problems> {
    let mut findings = Findings::default();
    let mut page =
        "<!-- Written by `cargo xtask codegen`; changes belong in ari-codegen/src/tour.md. -->\n\n"
            .to_owned();
    for (index, line) in template.lines().enumerate() {
        let excerpt = line.strip_prefix("<<").and_then(|it| it.strip_suffix(">>"));
        let Some(excerpt) = excerpt else {
            page.push_str(line);
            page.push('\n');
            continue;
        };
        let (language, text) = match excerpt.split_once(' ') {
            Some(("json", what)) => ("json", json(what, specification)),
            Some(("rust", what)) => ("rust", rust(what, tree)),
            _ => ("", Err("expected json or rust".to_owned())),
        };
        match text {
            Ok(text) => page.push_str(&format!("```{language}\n{}\n```\n", text.trim_end())),
            Err(message) => {
                let place = Place::new(TEMPLATE_FILE, format!("/{}", index + 1));
                findings.problem(&place, format!("{excerpt}: {message}"));
            }
        }
    }
    findings.finish().map(|_| page)
}

/// An operation, a parameter, a model or a field by its key, or the entry of a section of the overlay by its target.
fn json(what: &str, specification: &Specification) -> Result<String, String> {
    let found = match what.strip_prefix("overlay ").and_then(|it| it.split_once(' ')) {
        Some((section, target)) => decision(&read(&specification.overlay)?, section, target),
        None => specification.resources.iter().find_map(|source| {
            let declaration = spec::read(&source.name, &source.text, &mut Findings::default())?;
            let place = place(&declaration, what)?;
            read(source).ok()?.at(&place.pointer).cloned()
        }),
    };
    let found = found.ok_or("it is not there")?;
    serde_json::to_string_pretty(&found).map_err(|error| error.to_string())
}

fn read(source: &Source) -> Result<Json, String> {
    serde_json::from_str(&source.text).map_err(|error| error.to_string())
}

/// Where a resource file declares the thing under a key.
fn place<'a>(declaration: &'a Declaration, key: &str) -> Option<&'a Place> {
    let operations = declaration.apis.iter().flat_map(|api| {
        api.operations.iter().map(|it| (format!("op {} {}", it.method, api.path), &it.place))
    });
    let models = declaration.models.iter().map(|it| (format!("model {}", it.id), &it.place));
    let fields = declaration.models.iter().flat_map(|model| {
        model.properties.iter().map(|it| (format!("field {}.{}", model.id, it.name), &it.place))
    });
    operations.chain(models).chain(fields).find(|(it, _)| it == key).map(|(_, place)| place)
}

/// The entry of a section of the overlay that decides about a target; with its name, where it has one.
fn decision(overlay: &Json, section: &str, target: &str) -> Option<Json> {
    let decides = |entry: &&Json| match entry.at("/targets") {
        Some(Json::List(targets)) => {
            targets.iter().any(|it| matches!(it, Json::Text(it) if matches(it, target)))
        }
        _ => false,
    };
    match overlay.at(&format!("/{section}"))? {
        Json::List(entries) => entries.iter().find(decides).cloned(),
        Json::Object(entries) => {
            let entry = entries.iter().find(|(_, it)| decides(&it))?;
            Some(Json::Object(vec![entry.clone()]))
        }
        _ => None,
    }
}

/// Items of a file, such as `lots/mod.rs Lots, Lots::open`; methods stand in an `impl` of their own.
fn rust(what: &str, tree: &Tree) -> Result<String, String> {
    let (path, names) = what.split_once(' ').ok_or("expected a file and names in it")?;
    let text = tree.get(path).ok_or_else(|| format!("there is no {path}"))?;
    let file: File = syn::parse_file(text).map_err(|error| error.to_string())?;
    let mut items: Vec<Item> = Vec::new();
    for name in names.split(", ") {
        let item = find(&file, name).ok_or_else(|| format!("{name} is not there"))?;
        // Methods of one type share an `impl`.
        match (items.last_mut(), item) {
            (Some(Item::Impl(last)), Item::Impl(more)) if head(last) == head(&more) => {
                last.items.extend(more.items);
            }
            (_, item) => items.push(item),
        }
    }
    let texts: Vec<String> = items.into_iter().map(print::item).collect();
    Ok(texts.join("\n"))
}

fn find(file: &File, name: &str) -> Option<Item> {
    let Some((owner, method)) = name.split_once("::") else {
        return file.items.iter().find(|it| is_called(it, name)).cloned();
    };
    file.items.iter().find_map(|item| {
        let Item::Impl(block) = item else { return None };
        let syn::Type::Path(path) = &*block.self_ty else { return None };
        let is_owner = path.path.segments.last().is_some_and(|it| it.ident == owner);
        let found = block.items.iter().find(|it| match it {
            ImplItem::Fn(it) => it.sig.ident == method,
            _ => false,
        });
        let items = vec![found.filter(|_| is_owner)?.clone()];
        Some(Item::Impl(syn::ItemImpl { items, ..block.clone() }))
    })
}

/// What stands before the braces of an `impl`.
fn head(block: &syn::ItemImpl) -> String {
    syn::ItemImpl { items: Vec::new(), ..block.clone() }.to_token_stream().to_string()
}

fn is_called(item: &Item, name: &str) -> bool {
    match item {
        Item::Struct(it) => it.ident == name,
        Item::Enum(it) => it.ident == name,
        Item::Static(it) => it.ident == name,
        Item::Const(it) => it.ident == name,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::fill;
    use crate::{Source, Specification, Tree};

    fn specification() -> Specification {
        let lots = r#"{"swaggerVersion": "1.1", "resourcePath": "/", "apis": [{"path": "/lots", "operations": [
            {"httpMethod": "GET", "nickname": "list", "summary": "Lists.", "responseClass": "void"}
        ]}], "models": {"Lot": {"id": "Lot", "properties": {"id": {"type": "string"}}}}}"#;
        let overlay = r#"{"ids": {"LotId": {"targets": ["field Lot.id"]}}, "names": [
            {"targets": ["op * param x"], "name": "y"}
        ]}"#;
        let source = |name: &str, text: &str| Source::new(name, text);
        let resources = vec![source("lots.json", lots)];
        let (overlay, first_seen) = (source("o.json", overlay), source("f.json", "{}"));
        Specification::new(resources, overlay, first_seen, "1.0.0")
    }

    fn tree() -> Tree {
        let text = "//! Lots.\n\n/// A lot.\npub struct Lot(u8);\n\nimpl Lot {\n    /// Goes.\n    fn go(&self) {}\n\n    fn stay(&self) {}\n}\n";
        Tree::from([("lots.rs".to_owned(), text.to_owned())])
    }

    #[test]
    fn excerpts_are_whole_and_as_they_stand() {
        for (line, wanted) in [
            ("<<json field Lot.id>>", "```json\n{\n  \"type\": \"string\"\n}\n```\n"),
            (
                "<<json overlay ids field Lot.id>>",
                "```json\n{\n  \"LotId\": {\n    \"targets\": [\n      \"field Lot.id\"\n    ]\n  }\n}\n```\n",
            ),
            ("<<rust lots.rs Lot>>", "```rust\n/// A lot.\npub struct Lot(u8);\n```\n"),
            (
                "<<rust lots.rs Lot::go>>",
                "```rust\nimpl Lot {\n    /// Goes.\n    fn go(&self) {}\n}\n```\n",
            ),
            ("plain << text", "plain << text\n"),
        ] {
            let page = fill(line, &specification(), &tree()).map_err(|it| it.to_string());
            let page = page.as_ref().map(|it| it.split_once("\n\n").map(|(_, rest)| rest));
            assert_eq!(page, Ok(Some(wanted)), "{line}");
        }
    }

    #[test]
    fn what_finds_nothing_is_told() {
        for line in [
            "<<json op POST /lots>>",
            "<<json model Ghost>>",
            "<<json overlay ghosts field Lot.id>>",
            "<<json overlay ids field Lot.name>>",
            "<<rust ghosts.rs Lot>>",
            "<<rust lots.rs Ghost>>",
            "<<rust lots.rs Lot::come>>",
            "<<rust lots.rs>>",
            "<<prose>>",
        ] {
            let told = fill(&format!("one\n{line}"), &specification(), &tree());
            let told = told.err().map(|it| it.to_string()).unwrap_or_default();
            assert!(told.starts_with("ari-codegen/src/tour.md#/2: "), "{line}: {told}");
        }
    }
}
