//! Finds what an expression of the document names in the generated code.

use ari_oracle_tests::naming::snake;
use ari_oracle_tests::rust::{Parsed, chain, tight};
use syn::{Expr, Item, Visibility};

/// The request that a method makes: its module and its type.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Made {
    /// The module of its resource.
    pub module: String,
    kind: String,
}

impl Made {
    fn file(&self) -> String {
        format!("{}/{}.rs", self.module, snake(&self.kind))
    }

    /// The operation that the facts of the request name.
    pub fn operation(&self, rust: &Parsed) -> Option<String> {
        let calls = rust.calls(&self.file(), "OPERATION");
        let (_, facts) = calls.first()?;
        match facts.first()? {
            Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(it), .. }) => Some(it.value()),
            _ => None,
        }
    }
}

/// What `ari.channels().answer(channel_id)` makes; an error says what there is not.
pub fn made(rust: &Parsed, text: &str) -> Result<Made, String> {
    let expression: Expr = syn::parse_str(text).map_err(|it| format!("{text}: {it}"))?;
    let calls = chain(&expression);
    let [(accessor, keys), (method, arguments), setters @ ..] = calls.as_slice() else {
        return Err(format!("{text} is no call of a method"));
    };
    let (module, owner) = owner(rust, accessor, keys).map_err(|it| format!("{text}: {it}"))?;
    let file = match owner.strip_suffix("Handle") {
        Some(noun) => format!("{module}/{}_handle.rs", snake(noun)),
        None => format!("{module}/mod.rs"),
    };
    let kind = returned(rust, &file, &owner, method, arguments);
    let made = Made { module, kind: kind.map_err(|it| format!("{text}: {it}"))? };
    for (setter, _) in setters {
        let methods = rust.methods(&made.file(), &made.kind);
        if !methods.get(setter).is_some_and(|it| it.public) {
            return Err(format!("{text}: {} has no setter {setter}", made.kind));
        }
    }
    Ok(made)
}

/// What `ari.channels()` or `ari.channel(channel_id)` is: its module and its type.
pub fn owner(rust: &Parsed, accessor: &str, keys: &[Expr]) -> Result<(String, String), String> {
    let path = returned(rust, "api.rs", "Ari", accessor, keys)?;
    let parts: Vec<&str> = path.split("::").collect();
    match parts.as_slice() {
        ["crate", "generated", module, owner] => Ok(((*module).to_owned(), (*owner).to_owned())),
        _ => Err(format!("{accessor} is neither a resource nor a handle")),
    }
}

/// What a public method with arguments of these names returns, without its generics.
fn returned(
    rust: &Parsed,
    file: &str,
    of: &str,
    method: &str,
    arguments: &[Expr],
) -> Result<String, String> {
    let methods = rust.methods(file, of);
    let found = methods.get(method).filter(|it| it.public);
    let found = found.ok_or_else(|| format!("{of} has no method {method}"))?;
    let given: Vec<String> = arguments.iter().map(tight).collect();
    let wanted: Vec<&str> = found.arguments.iter().map(|(name, _)| name.as_str()).collect();
    if given != wanted {
        return Err(format!("{method} of {of} takes {wanted:?}"));
    }
    Ok(found.returns.split('<').next().unwrap_or_default().to_owned())
}

/// Every request that some handle makes.
pub fn made_by_handles(rust: &Parsed) -> Vec<Made> {
    let mut all = Vec::new();
    for (_, accessor) in rust.methods("api.rs", "Ari").into_iter().filter(|(_, it)| it.public) {
        let path = accessor.returns;
        let parts: Vec<&str> = path.split("::").collect();
        let ["crate", "generated", module, owner] = parts.as_slice() else { continue };
        let Some(noun) = owner.strip_suffix("Handle") else { continue };
        let file = format!("{module}/{}_handle.rs", snake(noun));
        for (_, method) in rust.methods(&file, owner).into_iter().filter(|(_, it)| it.public) {
            let kind = method.returns.split('<').next().unwrap_or_default().to_owned();
            let made = Made { module: (*module).to_owned(), kind };
            all.extend(made.operation(rust).map(|_| made));
        }
    }
    all
}

/// Is `events::StasisStart` the path of a public type?
pub fn is_payload(rust: &Parsed, path: &str) -> bool {
    let Some(name) = path.strip_prefix("events::") else { return false };
    let exported = rust.items("events/mod.rs").iter().any(|it| match it {
        Item::Use(it) => {
            let is_public = matches!(it.vis, Visibility::Public(_));
            is_public && tight(&it.tree) == format!("{}::{name}", snake(name))
        }
        _ => false,
    });
    let file = format!("events/{}.rs", snake(name));
    exported
        && rust.items(&file).iter().any(|it| match it {
            Item::Struct(it) => it.ident == name && matches!(it.vis, Visibility::Public(_)),
            _ => false,
        })
}
