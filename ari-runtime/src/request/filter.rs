//! Which kinds of events an application gets, so that those which the client cannot do without always come.

use std::fmt;
use std::marker::PhantomData;

use serde_json::{Map, Value, json};

use crate::Text;
use crate::api::{Api, Kind};
use crate::event::ApiEvent;

/// Which kinds of events Asterisk sends to an application: a few, all but a few, or all.
///
/// It takes the place of the filter that the application had. Asterisk does the filtering: what is hidden is not even
/// sent, and a stream or a wait for it hears nothing.
///
/// Some kinds must always come, since calls, waits and the connection itself rely on them: those that begin or end a
/// call, that tell the end of a thing or what became of the application, and responses. A list of what is allowed gets
/// them added; a list of what is not allowed must not name them, or the request is refused.
pub struct EventFilter<A: Api> {
    lists: Lists,
    api: PhantomData<fn() -> A>,
}

#[derive(Clone, Debug, PartialEq)]
enum Lists {
    Allowed(Vec<Text>),
    Disallowed(Vec<Text>),
}

impl<A: Api> EventFilter<A> {
    fn new(lists: Lists) -> Self {
        Self { lists, api: PhantomData }
    }

    /// Lets these kinds through, and those that the client cannot do without; [`allowed`](Self::allowed) tells them all.
    pub fn allow(kinds: impl IntoIterator<Item = Kind<A>>) -> Self {
        let mut allowed = Vec::new();
        add(&mut allowed, kinds.into_iter().map(|it| Text::new(A::Event::name(it))));
        let asked = allowed.len();
        add(&mut allowed, relied::<A>());
        let added = &allowed[asked..];
        if !added.is_empty() {
            tracing::debug!(?added, "kinds that the client relies on are allowed too");
        }
        Self::new(Lists::Allowed(allowed))
    }

    /// Lets all kinds through but these.
    pub fn disallow(kinds: impl IntoIterator<Item = Kind<A>>) -> Self {
        let mut disallowed = Vec::new();
        add(&mut disallowed, kinds.into_iter().map(|it| Text::new(A::Event::name(it))));
        Self::new(Lists::Disallowed(disallowed))
    }

    /// Lets everything through.
    pub fn none() -> Self {
        Self::new(Lists::Disallowed(Vec::new()))
    }

    /// Adds kinds by their names, such as those of a later release of Asterisk, to what is allowed or to what is not.
    pub fn and_named(mut self, names: impl IntoIterator<Item = impl Into<Text>>) -> Self {
        let (Lists::Allowed(list) | Lists::Disallowed(list)) = &mut self.lists;
        add(list, names.into_iter().map(Into::into));
        self
    }

    /// The names of the only kinds that come; empty where all come but those that are disallowed.
    pub fn allowed(&self) -> &[Text] {
        match &self.lists {
            Lists::Allowed(names) => names,
            Lists::Disallowed(_) => &[],
        }
    }

    /// The names of the kinds that do not come.
    pub fn disallowed(&self) -> &[Text] {
        match &self.lists {
            Lists::Allowed(_) => &[],
            Lists::Disallowed(names) => names,
        }
    }

    /// The filter as Asterisk reads it, or what is wrong with it.
    ///
    /// A list that is left out stays as it was, and an empty one filters nothing, so both are told.
    pub(crate) fn into_object(self) -> Result<Map<String, Value>, String> {
        let hidden: Vec<Text> = relied::<A>().filter(|it| self.disallowed().contains(it)).collect();
        if !hidden.is_empty() {
            let hidden = hidden.join(", ");
            return Err(format!("the filter would hide {hidden}, on which this client relies"));
        }
        let list = |names: &[Text]| -> Value {
            names.iter().map(|it| json!({ "type": it.as_str() })).collect()
        };
        let mut object = Map::new();
        object.insert("allowed".to_owned(), list(self.allowed()));
        object.insert("disallowed".to_owned(), list(self.disallowed()));
        Ok(object)
    }
}

/// The names of the kinds that must come.
fn relied<A: Api>() -> impl Iterator<Item = Text> {
    A::SESSION.relied_kinds().into_iter().map(|it| Text::new(A::Event::name(it)))
}

/// Each name once.
fn add(list: &mut Vec<Text>, names: impl Iterator<Item = Text>) {
    for name in names {
        if !list.contains(&name) {
            list.push(name);
        }
    }
}

impl<A: Api> Clone for EventFilter<A> {
    fn clone(&self) -> Self {
        Self::new(self.lists.clone())
    }
}

impl<A: Api> PartialEq for EventFilter<A> {
    fn eq(&self, other: &Self) -> bool {
        self.lists == other.lists
    }
}

impl<A: Api> fmt::Debug for EventFilter<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.lists, f)
    }
}
