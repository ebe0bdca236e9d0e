//! Reads generated Rust as syntax: the structs, enums, methods and facts that stand in it.

use std::collections::BTreeMap;
use std::path::Path;
use std::rc::Rc;

use quote::ToTokens;
use syn::{Attribute, Expr, FnArg, ImplItem, Item, Pat, ReturnType, Type};

use crate::specification::checkout;

/// The generated files: their text by their path below `generated`.
#[derive(Clone, Debug)]
pub struct Tree(BTreeMap<String, String>);

/// The files of a tree, parsed.
#[derive(Clone)]
pub struct Parsed(BTreeMap<String, Rc<syn::File>>);

/// A method: the block it stands in, its arguments without the receiver, and what it returns.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Method {
    /// The block's generics and type: `<R:Reply>Hangup<R>`.
    pub block: String,
    /// Anyone may call it.
    pub public: bool,
    /// Names and types.
    pub arguments: Vec<(String, String)>,
    /// The type it returns.
    pub returns: String,
    /// The paragraphs of its documentation, each in one line.
    pub docs: Vec<String>,
}

/// A field of a struct.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct FieldSyntax {
    /// Anyone may read it.
    pub public: bool,
    /// Its name.
    pub ident: String,
    /// Its type.
    pub kind: String,
    /// What its serde attributes say.
    pub serde: Serde,
    /// The paragraphs of its documentation, each in one line.
    pub docs: Vec<String>,
}

/// What serde attributes say.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Serde {
    /// Another name on the wire.
    pub rename: Option<String>,
    /// A module for another form on the wire.
    pub with: Option<String>,
    /// The key whose value tells the type.
    pub tag: Option<String>,
    /// Not on the wire at all.
    pub skip: bool,
    /// May be absent although it has a form of its own.
    pub default: bool,
    /// Not written when there is no value.
    pub skip_none: bool,
}

impl Tree {
    /// The committed files.
    ///
    /// # Panics
    ///
    /// They cannot be read.
    pub fn read() -> Self {
        let mut files = BTreeMap::new();
        let root = checkout().join("ari-generated/src/generated");
        let mut folders = vec![root.clone()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(&folder).expect("the generated files") {
                let path = entry.expect("an entry of the generated files").path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    files
                        .insert(below(&root, &path), std::fs::read_to_string(&path).expect("text"));
                }
            }
        }
        Self(files)
    }

    /// One file with one text replaced by another.
    ///
    /// # Panics
    ///
    /// The text does not stand there exactly once.
    pub fn changed(&self, file: &str, from: &str, to: &str) -> String {
        let text = self.0.get(file).unwrap_or_else(|| panic!("no file {file}"));
        assert_eq!(text.matches(from).count(), 1, "{from:?} in {file}");
        text.replacen(from, to, 1)
    }

    /// Reads the text as Rust.
    ///
    /// # Panics
    ///
    /// It is none.
    pub fn parse(&self) -> Parsed {
        let parse = |(path, text): (&String, &String)| (path.clone(), parse_file(path, text));
        Parsed(self.0.iter().map(parse).collect())
    }
}

fn parse_file(path: &str, text: &str) -> Rc<syn::File> {
    Rc::new(syn::parse_file(text).unwrap_or_else(|it| panic!("{path}: {it}")))
}

fn below(root: &Path, path: &Path) -> String {
    let below = path.strip_prefix(root).unwrap_or(path);
    below.iter().map(|it| it.to_string_lossy()).collect::<Vec<_>>().join("/")
}

impl Parsed {
    /// The same with another text for one file.
    pub fn with(&self, path: &str, text: &str) -> Self {
        let mut parsed = self.clone();
        parsed.0.insert(path.to_owned(), parse_file(path, text));
        parsed
    }

    /// The same without one file.
    ///
    /// # Panics
    ///
    /// There is no such file.
    pub fn without(&self, path: &str) -> Self {
        let mut parsed = self.clone();
        assert!(parsed.0.remove(path).is_some(), "no file {path}");
        parsed
    }

    /// The items of a file, none if there is no such file.
    pub fn items(&self, file: &str) -> &[Item] {
        self.0.get(file).map_or(&[], |it| &it.items)
    }

    /// The paths of the files in a folder.
    pub fn files<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.keys().map(String::as_str).filter(move |it| it.starts_with(folder))
    }

    /// The fields of every struct with named fields in a folder, with the file and the struct's own attributes.
    pub fn structs(&self, folder: &str) -> BTreeMap<String, (Serde, Vec<FieldSyntax>)> {
        let mut structs = BTreeMap::new();
        for item in self.files(folder).flat_map(|it| self.items(it)) {
            let Item::Struct(item) = item else { continue };
            let fields = item.fields.iter().filter_map(|it| {
                Some(FieldSyntax {
                    public: matches!(it.vis, syn::Visibility::Public(_)),
                    ident: it.ident.as_ref()?.to_string(),
                    kind: tight(&it.ty),
                    serde: serde_of(&it.attrs),
                    docs: docs_of(&it.attrs),
                })
            });
            structs.insert(item.ident.to_string(), (serde_of(&item.attrs), fields.collect()));
        }
        structs
    }

    /// The paragraphs of every struct's documentation in a folder.
    pub fn docs_of_structs(&self, folder: &str) -> BTreeMap<String, Vec<String>> {
        let items = self.files(folder).flat_map(|it| self.items(it));
        let structs = items.filter_map(|it| match it {
            Item::Struct(it) => Some((it.ident.to_string(), docs_of(&it.attrs))),
            _ => None,
        });
        structs.collect()
    }

    /// The methods in the inherent blocks of a type.
    pub fn methods(&self, file: &str, of: &str) -> BTreeMap<String, Method> {
        let mut methods = BTreeMap::new();
        for item in self.items(file) {
            let Item::Impl(block) = item else { continue };
            if block.trait_.is_some() || type_name(&block.self_ty) != of {
                continue;
            }
            for member in &block.items {
                let ImplItem::Fn(method) = member else { continue };
                let read = read_method(block, method);
                let second = methods.insert(method.sig.ident.to_string(), read);
                assert!(second.is_none(), "{file}: {of} has two of {}", method.sig.ident);
            }
        }
        methods
    }

    /// The generics of a struct.
    pub fn generics(&self, file: &str, of: &str) -> String {
        let structs = self.items(file).iter().filter_map(|it| match it {
            Item::Struct(it) if it.ident == of => Some(tight(&it.generics)),
            _ => None,
        });
        structs.collect()
    }

    /// The traits that are implemented in a folder, each with the type that it is implemented for.
    pub fn implementations(&self, folder: &str) -> Vec<(String, String)> {
        let mut found = Vec::new();
        for item in self.files(folder).flat_map(|it| self.items(it)) {
            if let Item::Impl(block) = item
                && let Some((of, _)) = &block.trait_
            {
                found.push((tight(of), tight(&block.self_ty)));
            }
        }
        found
    }

    /// The variants of an enum with what each holds.
    pub fn variants(&self, file: &str, of: &str) -> BTreeMap<String, String> {
        let mut variants = BTreeMap::new();
        for item in self.items(file) {
            let Item::Enum(item) = item else { continue };
            if item.ident == of {
                for variant in &item.variants {
                    let held: Vec<_> = variant.fields.iter().map(|it| tight(&it.ty)).collect();
                    variants.insert(variant.ident.to_string(), held.join(","));
                }
            }
        }
        variants
    }

    /// The arms of the first `match` in a method of a type, in an inherent block or one of a trait.
    pub fn arms(&self, file: &str, of: &str, method: &str) -> Vec<(String, String)> {
        for item in self.items(file) {
            let Item::Impl(block) = item else { continue };
            if type_name(&block.self_ty) != of {
                continue;
            }
            for member in &block.items {
                let ImplItem::Fn(found) = member else { continue };
                if found.sig.ident == method {
                    let mut arms = Arms(Vec::new());
                    syn::visit::visit_block(&mut arms, &found.block);
                    return arms.0;
                }
            }
        }
        Vec::new()
    }

    /// The calls that make up a static's value, from the first on: name and arguments.
    pub fn calls(&self, file: &str, of: &str) -> Vec<(String, Vec<Expr>)> {
        for item in self.items(file) {
            if let Item::Static(item) = item
                && item.ident == of
            {
                return chain(&item.expr);
            }
        }
        Vec::new()
    }

    /// The tokens of the macros that a file calls at its top.
    pub fn macros(&self, file: &str) -> Vec<(String, String)> {
        let items = self.items(file).iter();
        items
            .filter_map(|it| match it {
                Item::Macro(it) => Some((tight(&it.mac.path), tight(&it.mac.tokens))),
                _ => None,
            })
            .collect()
    }
}

/// Collects the arms of the first `match`.
struct Arms(Vec<(String, String)>);

impl<'ast> syn::visit::Visit<'ast> for Arms {
    fn visit_expr_match(&mut self, expression: &'ast syn::ExprMatch) {
        if self.0.is_empty() {
            for arm in &expression.arms {
                self.0.push((text_or_tokens(&arm.pat), text_or_tokens(&arm.body)));
            }
        }
    }
}

/// The chain of calls of an expression such as `A::new(..).b(..).c(..)`, first one first.
pub fn chain(expression: &Expr) -> Vec<(String, Vec<Expr>)> {
    match expression {
        Expr::MethodCall(call) => {
            let mut calls = chain(&call.receiver);
            calls.push((call.method.to_string(), call.args.iter().cloned().collect()));
            calls
        }
        Expr::Call(call) => vec![(tight(&call.func), call.args.iter().cloned().collect())],
        _ => Vec::new(),
    }
}

fn read_method(block: &syn::ItemImpl, method: &syn::ImplItemFn) -> Method {
    let arguments = method.sig.inputs.iter().filter_map(|it| match it {
        FnArg::Typed(it) => match &*it.pat {
            Pat::Ident(name) => Some((name.ident.to_string(), tight(&it.ty))),
            other => Some((tight(other), tight(&it.ty))),
        },
        FnArg::Receiver(_) => None,
    });
    Method {
        block: format!("{}{}", tight(&block.generics), tight(&block.self_ty)),
        public: matches!(method.vis, syn::Visibility::Public(_)),
        arguments: arguments.collect(),
        returns: match &method.sig.output {
            ReturnType::Default => String::new(),
            ReturnType::Type(_, it) => tight(it),
        },
        docs: docs_of(&method.attrs),
    }
}

/// A type's own name, without path and generics.
fn type_name(kind: &Type) -> String {
    match kind {
        Type::Path(it) => {
            it.path.segments.last().map(|it| it.ident.to_string()).unwrap_or_default()
        }
        _ => String::new(),
    }
}

/// The paragraphs of a documentation, each in one line.
fn docs_of(attributes: &[Attribute]) -> Vec<String> {
    let mut paragraphs = vec![String::new()];
    for attribute in attributes {
        let syn::Meta::NameValue(it) = &attribute.meta else { continue };
        let text = syn::parse2::<syn::LitStr>(it.value.to_token_stream()).map(|it| it.value());
        let (true, Ok(text)) = (it.path.is_ident("doc"), text) else { continue };
        let paragraph = paragraphs.last_mut().expect("one at least");
        match text.trim() {
            "" => paragraphs.push(String::new()),
            line if paragraph.is_empty() => paragraph.push_str(line),
            line => *paragraph += &format!(" {line}"),
        }
    }
    paragraphs
}

fn serde_of(attributes: &[Attribute]) -> Serde {
    let mut serde = Serde::default();
    for attribute in attributes.iter().filter(|it| it.path().is_ident("serde")) {
        let read = attribute.parse_nested_meta(|meta| {
            let value = |meta: &syn::meta::ParseNestedMeta<'_>| {
                Ok::<_, syn::Error>(meta.value()?.parse::<syn::LitStr>()?.value())
            };
            if meta.path.is_ident("rename") {
                serde.rename = Some(value(&meta)?);
            } else if meta.path.is_ident("with") {
                serde.with = Some(value(&meta)?);
            } else if meta.path.is_ident("tag") {
                serde.tag = Some(value(&meta)?);
            } else if meta.path.is_ident("skip") {
                serde.skip = true;
            } else if meta.path.is_ident("default") {
                serde.default = true;
            } else if meta.path.is_ident("skip_serializing_if") {
                serde.skip_none = value(&meta)? == "Option::is_none";
            } else {
                return Err(meta.error("an attribute that the oracle does not know"));
            }
            Ok(())
        });
        read.unwrap_or_else(|it| panic!("{}: {it}", tight(attribute)));
    }
    serde
}

/// The characters of a string in quotes, or tokens as [`tight`] has them.
fn text_or_tokens(tokens: &impl ToTokens) -> String {
    match syn::parse2::<syn::LitStr>(tokens.to_token_stream()) {
        Ok(literal) => format!("{:?}", literal.value()),
        Err(_) => tight(tokens),
    }
}

/// Tokens as text without spaces and without commas before a closing bracket.
pub fn tight(tokens: &impl ToTokens) -> String {
    let text: String =
        tokens.to_token_stream().to_string().chars().filter(|it| !it.is_whitespace()).collect();
    text.replace(",>", ">").replace(",)", ")")
}
