//! Writes the payloads of events, the enum over them and the list of kinds.

use proc_macro2::TokenStream;
use quote::quote;

use super::models::field;
use super::{Emitted, docs, first_sentence, ident};
use crate::plan::{Concern, Plan, Struct};
use crate::problem::Findings;

pub(super) fn emit(plan: &Plan, emitted: &mut Emitted, findings: &mut Findings) {
    for event in &plan.events {
        let doc = format!("The event `{}`.", event.id);
        emitted.add(&format!("events/{}.rs", event.module), &doc, payload(event), findings);
    }
    emitted.add("events/kind.rs", "The kinds of events.", kinds(plan), findings);
    emitted.add("events/event.rs", "One event of any kind.", event_enum(plan), findings);
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
            let variable = if index == 0 { ident(step) } else { ident(&format!("{step}_{index}")) };
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
                Some(match name {
                    #(#wires => Self::#names,)*
                    _ => return None,
                })
            }
        }

        ari_runtime::event_kind!(EventKind);
    }
}

fn event_enum(plan: &Plan) -> TokenStream {
    let names: Vec<_> = plan.events.iter().map(|it| ident(&it.type_name)).collect();
    let docs = plan.events.iter().map(|it| first_sentence(&it.docs));
    let everywhere = |field: &str| {
        !plan.events.is_empty()
            && plan.events.iter().all(|it| it.fields.iter().any(|known| known.ident == field))
    };
    let application = everywhere("application").then(|| {
        quote! {
            /// The application the event was sent to.
            pub fn application(&self) -> Option<&str> {
                each!(self, payload => Some(&payload.application), _raw => None)
            }
        }
    });
    let timestamp = everywhere("timestamp").then(|| {
        quote! {
            /// When it happened, by Asterisk's clock.
            pub fn timestamp(&self) -> Option<Timestamp> {
                each!(self, payload => payload.timestamp.into(), _raw => None)
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

            fn unrecognized(raw: RawEvent) -> Self {
                Self::Unrecognized(Arc::new(raw))
            }

            fn concerns(&self, visit: &mut dyn FnMut(Subject<'_>)) {
                each!(self, payload => ari_runtime::Payload::concerns(&**payload, visit), _raw => ());
            }
        }
    }
}
