//! Writes the payloads of events, the enum over them and the list of kinds.

use proc_macro2::TokenStream;
use quote::quote;

use super::models::field;
use super::{Emitted, docs, first_sentence, ident};
use crate::plan::{Concern, Plan, Struct};
use crate::problem::Findings;
use crate::rust_type::FieldType;

pub(super) fn emit(plan: &Plan, emitted: &mut Emitted, findings: &mut Findings) {
    for event in &plan.events {
        let doc = format!("The event `{}`.", event.id);
        emitted.add(&format!("events/{}.rs", event.module), &doc, payload(event), findings);
    }
    emitted.add("events/kind.rs", "The kinds of events.", kinds(plan), findings);
    let event = if plan.events.is_empty() { silent() } else { event_enum(plan) };
    emitted.add("events/event.rs", "One event of any kind.", event, findings);
    let modules = plan.events.iter().map(|it| {
        let module = ident(&it.module);
        let name = ident(&it.type_name);
        quote!(mod #module; pub use #module::#name;)
    });
    let body = quote! {
        mod event;
        mod kind;
        pub use event::Event;
        pub use kind::EventKind;
        #(#modules)*
    };
    emitted.add(
        "events/mod.rs",
        "What Asterisk tells: one payload for each kind of event.",
        body,
        findings,
    );
}

fn payload(event: &Struct) -> TokenStream {
    let doc = docs(&event.docs);
    let name = ident(&event.type_name);
    let fields = event.fields.iter().map(field);
    let wire = &event.id;
    let rename = (event.id != event.type_name).then(|| quote!(, rename = #wire));
    let concerns = (!event.concerns.is_empty()).then(|| {
        let visits = event.concerns.iter().map(concern);
        quote! {
            fn concerns(&self, visit: &mut dyn FnMut(Subject<'_>)) {
                #(#visits)*
            }
        }
    });
    quote! {
        #doc
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        #[serde(tag = "type" #rename)]
        #[non_exhaustive]
        pub struct #name {
            #(#fields,)*
            #[serde(skip)]
            frame: Frame,
        }

        impl #name {
            /// The kind of this event.
            pub const KIND: EventKind = EventKind::#name;

            /// The frame this event was decoded from, as Asterisk sent it; `None` where it was built otherwise.
            pub fn raw(&self) -> Option<&str> {
                self.frame.text()
            }
        }

        impl ari_runtime::Payload for #name {
            type Event = Event;

            const KIND: EventKind = EventKind::#name;

            fn of(event: &Event) -> Option<&Arc<Self>> {
                match event {
                    Event::#name(it) => Some(it),
                    _ => None,
                }
            }

            fn attach(&mut self, frame: Frame) {
                self.frame = frame;
            }
            #concerns
        }
    }
}

/// Visits the subject at the end of a way of fields.
fn concern(concern: &Concern) -> TokenStream {
    let mut path = quote!(self);
    let mut guards = Vec::new();
    let mut by_reference = false;
    for (index, (step, optional)) in concern.steps.iter().enumerate() {
        let step_ident = ident(step);
        path = quote!(#path.#step_ident);
        by_reference = *optional;
        if *optional {
            let variable =
                if index == 0 { ident("found") } else { ident(&format!("found_{index}")) };
            guards.push(quote!(let Some(#variable) = &#path));
            path = quote!(#variable);
        }
    }
    let visit = if concern.id.is_empty() {
        let text = if by_reference { quote!(#path) } else { quote!(&#path) };
        guards.push(quote!(let Some(subject) = Subject::from_uri(#text)));
        quote!(visit(subject);)
    } else {
        let subject = &concern.subject;
        let ids: Vec<TokenStream> = concern
            .id
            .iter()
            .map(|it| {
                let id = ident(it);
                quote!(&#path.#id)
            })
            .collect();
        match ids.as_slice() {
            [id] => quote!(visit(Subject::new(#subject, #id));),
            [group, id, ..] => quote!(visit(Subject::new(#subject, #id).within(#group));),
            [] => quote!(),
        }
    };
    if guards.is_empty() { visit } else { quote!(if #(#guards)&&* { #visit }) }
}

fn kinds(plan: &Plan) -> TokenStream {
    let names: Vec<_> = plan.events.iter().map(|it| ident(&it.type_name)).collect();
    let wires: Vec<_> = plan.events.iter().map(|it| &it.id).collect();
    let docs = plan.events.iter().map(|it| first_sentence(&it.docs));
    let count = names.len();
    let from_name = if names.is_empty() {
        quote!(let _ = name; None)
    } else {
        quote! {
            Some(match name {
                #(#wires => Self::#names,)*
                _ => return None,
            })
        }
    };
    quote! {
        /// The kind of an event that this release of the SDK knows.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum EventKind {
            #(#docs #names,)*
        }

        impl EventKind {
            /// Every kind, in the specification's order.
            pub const ALL: [Self; #count] = [#(Self::#names),*];

            /// The kind's name on the wire, the value of `type`.
            pub fn name(self) -> &'static str {
                match self {
                    #(Self::#names => #wires,)*
                }
            }

            /// The kind of that name, if it is known.
            pub fn from_name(name: &str) -> Option<Self> {
                #from_name
            }

            /// The releases that have such events.
            pub fn first_releases(self) -> Releases {
                let found = crate::generated::meta::first_releases(self.name(), None);
                found.unwrap_or(Releases::UNKNOWN)
            }

            /// Does this release have such events?
            pub fn available_in(self, release: Release) -> bool {
                self.first_releases().contains(release)
            }
        }

        ari_runtime::event_kind!(EventKind);
    }
}

fn event_enum(plan: &Plan) -> TokenStream {
    let names: Vec<_> = plan.events.iter().map(|it| ident(&it.type_name)).collect();
    let docs = plan.events.iter().map(|it| first_sentence(&it.docs));
    let application = accessor(plan, "application", &FieldType::Text, |optional| {
        if optional {
            quote!(payload.application.as_deref())
        } else {
            quote!(Some(&payload.application))
        }
    });
    let application = application.map(|value| {
        quote! {
            /// The application the event was sent to.
            pub fn application(&self) -> Option<&str> {
                #value
            }
        }
    });
    let timestamp = accessor(plan, "timestamp", &FieldType::Timestamp, |optional| {
        if optional { quote!(payload.timestamp) } else { quote!(Some(payload.timestamp)) }
    });
    let timestamp = timestamp.map(|value| {
        quote! {
            /// When it happened, by Asterisk's clock.
            pub fn timestamp(&self) -> Option<Timestamp> {
                #value
            }
        }
    });
    quote! {
        /// One event of any kind.
        ///
        /// Cloning it is cheap: the payload is shared.
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum Event {
            #(#docs #names(Arc<super::#names>),)*
            /// An event of a kind that this release of the SDK does not know.
            Unrecognized(Arc<RawEvent>),
        }

        /// The same expression for every kind of payload, another for an unknown one.
        macro_rules! each {
            ($event:expr, $payload:ident => $known:expr, $raw:ident => $unknown:expr) => {
                match $event {
                    #(Event::#names($payload) => $known,)*
                    Event::Unrecognized($raw) => $unknown,
                }
            };
        }

        impl Event {
            /// Decodes one event from its JSON text.
            ///
            /// # Errors
            ///
            /// A text that is no JSON object with a `type`, or a known kind whose fields are not as
            /// documented; the error tells where.
            pub fn decode(text: &str) -> Result<Self, DecodeError> {
                ari_runtime::decode(text)
            }

            /// The kind, if it is a known one.
            pub fn kind(&self) -> Option<EventKind> {
                Some(match self {
                    #(Self::#names(_) => EventKind::#names,)*
                    Self::Unrecognized(_) => return None,
                })
            }

            /// The kind's name on the wire, also of an unknown one.
            pub fn kind_name(&self) -> &str {
                match self {
                    Self::Unrecognized(raw) => raw.kind_name(),
                    known => known.kind().map_or("", EventKind::name),
                }
            }

            /// The frame as Asterisk sent it; `None` for an event that was not decoded from one.
            pub fn raw(&self) -> Option<&str> {
                each!(self, payload => payload.raw(), raw => raw.text())
            }

            #application
            #timestamp
        }

        impl ari_runtime::ApiEvent for Event {
            type Kind = EventKind;

            fn kind(name: &str) -> Option<EventKind> {
                EventKind::from_name(name)
            }

            fn name(kind: EventKind) -> &'static str {
                kind.name()
            }

            fn read<'de, A: MapAccess<'de>>(
                kind: EventKind,
                fields: A,
                frame: &Frame,
            ) -> Result<Self, A::Error> {
                use ari_runtime::payload;
                Ok(match kind {
                    #(EventKind::#names => Self::#names(payload(fields, frame)?),)*
                })
            }

            fn known_kind(&self) -> Option<EventKind> {
                self.kind()
            }

            fn raw(&self) -> Option<&str> {
                self.raw()
            }

            fn unrecognized(raw: RawEvent) -> Self {
                Self::Unrecognized(Arc::new(raw))
            }

            fn concerns(&self, visit: &mut dyn FnMut(Subject<'_>)) {
                each!(self, payload => ari_runtime::Payload::concerns(&**payload, visit), _raw => ());
            }
        }
    }
}

/// The value of a field that all events have; they may differ in whether it is optional.
fn accessor(
    plan: &Plan,
    name: &str,
    wanted: &FieldType,
    value: fn(bool) -> TokenStream,
) -> Option<TokenStream> {
    let optional = |it: &Struct| {
        let field = it.fields.iter().find(|field| field.ident == name)?;
        (field.field_type == *wanted).then_some(field.optional)
    };
    let all: Vec<bool> = plan.events.iter().map(optional).collect::<Option<_>>()?;
    let first = *all.first()?;
    if all.iter().all(|it| *it == first) {
        let value = value(first);
        return Some(quote!(each!(self, payload => #value, _raw => None)));
    }
    let arms = plan.events.iter().zip(all).map(|(event, optional)| {
        let name = ident(&event.type_name);
        let value = value(optional);
        quote!(Self::#name(payload) => #value)
    });
    Some(quote! {
        match self {
            #(#arms,)*
            Self::Unrecognized(_) => None,
        }
    })
}

/// The enum of an API that declares no event: everything that comes is unknown.
fn silent() -> TokenStream {
    quote! {
        /// One event of any kind; this API declares none.
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum Event {
            /// An event of a kind that this release of the SDK does not know.
            Unrecognized(Arc<RawEvent>),
        }

        impl Event {
            /// Decodes one event from its JSON text.
            ///
            /// # Errors
            ///
            /// A text that is no JSON object with a `type`.
            pub fn decode(text: &str) -> Result<Self, DecodeError> {
                ari_runtime::decode(text)
            }

            /// The kind, if it is a known one: there is none.
            pub fn kind(&self) -> Option<EventKind> {
                None
            }

            /// The kind's name on the wire.
            pub fn kind_name(&self) -> &str {
                let Self::Unrecognized(raw) = self;
                raw.kind_name()
            }

            /// The frame as Asterisk sent it.
            pub fn raw(&self) -> Option<&str> {
                let Self::Unrecognized(raw) = self;
                raw.text()
            }
        }

        impl ari_runtime::ApiEvent for Event {
            type Kind = EventKind;

            fn kind(name: &str) -> Option<EventKind> {
                EventKind::from_name(name)
            }

            fn name(kind: EventKind) -> &'static str {
                kind.name()
            }

            fn read<'de, A: MapAccess<'de>>(
                kind: EventKind,
                _: A,
                _: &Frame,
            ) -> Result<Self, A::Error> {
                match kind {}
            }

            fn known_kind(&self) -> Option<EventKind> {
                self.kind()
            }

            fn raw(&self) -> Option<&str> {
                self.raw()
            }

            fn unrecognized(raw: RawEvent) -> Self {
                Self::Unrecognized(Arc::new(raw))
            }

            fn concerns(&self, _: &mut dyn FnMut(Subject<'_>)) {}
        }
    }
}
