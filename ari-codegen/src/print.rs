//! Prints tokens as a source file: header, imports that the tokens need, items with blank lines between; knows no ARI.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{File, Item};

/// Where each importable name lives.
pub(crate) type Homes = BTreeMap<String, String>;

/// Words the first lines of every file.
fn header(doc: &str) -> String {
    let mut header = String::new();
    for line in doc.lines() {
        header.push_str("//!");
        if !line.is_empty() {
            header.push(' ');
            header.push_str(line);
        }
        header.push('\n');
    }
    header.push_str(
        "// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.\n\n",
    );
    header
}

/// Prints one file.
pub(crate) fn file(doc: &str, body: TokenStream, homes: &Homes) -> Result<String, syn::Error> {
    let file: File = syn::parse2(body)?;
    let imports = imports(&file, homes)?;
    let mut text = header(doc);
    if !imports.is_empty() {
        let items = imports.into_iter().map(Item::Use).collect();
        text.push_str(&prettyplease::unparse(&File {
            shebang: None,
            frontmatter: None,
            attrs: vec![],
            items,
        }));
        text.push('\n');
    }
    let mut items = file.items.into_iter().peekable();
    while let Some(item) = items.next() {
        let kind = std::mem::discriminant(&item);
        let list_like = matches!(item, Item::Mod(_) | Item::Use(_));
        text.push_str(&self::item(item));
        if items.peek().is_some_and(|it| !list_like || std::mem::discriminant(it) != kind) {
            text.push('\n');
        }
    }
    Ok(text)
}

/// Prints one item as it stands in a file.
pub(crate) fn item(item: Item) -> String {
    let one = File { shebang: None, frontmatter: None, attrs: vec![], items: vec![item] };
    spaced(&prettyplease::unparse(&one))
}

/// `use` items for every known name that the file mentions and does not define.
fn imports(file: &File, homes: &Homes) -> Result<Vec<syn::ItemUse>, syn::Error> {
    let mut mentioned = BTreeSet::new();
    for item in &file.items {
        match item {
            // The names of variants are no mentions of types.
            Item::Enum(it) => {
                it.variants.iter().for_each(|variant| {
                    mentions(variant.fields.to_token_stream(), &mut mentioned);
                });
                it.attrs.iter().for_each(|it| mentions(it.to_token_stream(), &mut mentioned));
            }
            other => mentions(other.to_token_stream(), &mut mentioned),
        }
    }
    let mut by_home: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for name in &mentioned {
        if defines(file, name) {
            continue;
        }
        if let Some((name, home)) = homes.get_key_value(name) {
            by_home.entry(home).or_default().push(name);
        }
    }
    let mut groups: Vec<_> = by_home.into_iter().collect();
    // Standard library, other crates, this crate.
    groups.sort_by_key(|(home, _)| {
        let rank = if home.starts_with("std::") {
            0
        } else if home.starts_with("crate::") || home.starts_with("super") {
            2
        } else {
            1
        };
        (rank, *home)
    });
    groups
        .into_iter()
        .map(|(home, names)| {
            let names = names.join(", ");
            let list = if names.contains(',') { format!("{{{names}}}") } else { names };
            syn::parse_str(&format!("use {home}::{list};"))
        })
        .collect()
}

/// Identifiers that are not the tail of a path: `Channel`, but not the `Channel` of `models::Channel`.
fn mentions(tokens: TokenStream, found: &mut BTreeSet<String>) {
    let mut after_colons = false;
    let mut previous_colon = false;
    for token in tokens {
        match token {
            TokenTree::Ident(ident) => {
                if !after_colons {
                    found.insert(ident.to_string());
                }
                after_colons = false;
                previous_colon = false;
            }
            TokenTree::Punct(punct) if punct.as_char() == ':' => {
                after_colons = previous_colon;
                previous_colon = !previous_colon;
            }
            TokenTree::Group(group) => {
                mentions(group.stream(), found);
                after_colons = false;
                previous_colon = false;
            }
            _ => {
                after_colons = false;
                previous_colon = false;
            }
        }
    }
}

fn defines(file: &File, name: &str) -> bool {
    file.items.iter().any(|item| match item {
        Item::Struct(it) => it.ident == name,
        Item::Enum(it) => it.ident == name,
        Item::Use(it) => quote!(#it).to_string().split_whitespace().any(|word| word == name),
        _ => false,
    })
}

/// Blank lines between the members of an item, which prettyplease leaves out.
fn spaced(text: &str) -> String {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let mut spaced = String::with_capacity(text.len() + text.len() / 20);
    let mut previous: Option<&str> = None;
    for line in text.lines() {
        if let Some(before) = previous
            && indent(before) == indent(line)
            && indent(line) == 4
            && matches!(before.trim(), "}" | "];" | ");")
                | before.trim_start().starts_with("pub const ")
            && ["///", "#[", "pub ", "fn ", "type "]
                .iter()
                .any(|it| line.trim_start().starts_with(it))
        {
            spaced.push('\n');
        }
        spaced.push_str(line);
        spaced.push('\n');
        previous = Some(line);
    }
    spaced
}
