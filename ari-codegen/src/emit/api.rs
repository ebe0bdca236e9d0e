//! Writes the client with its accessors, and the tables that the runtime is told through the seam.

use quote::quote;

use super::{Emitted, docs, ident, operation_facts};
use crate::overlay::ApplicationsRule;
use crate::plan::{Handle, Plan, Resource};
use crate::problem::Findings;
use crate::rust_type::Arg;

pub(super) fn emit(plan: &Plan, emitted: &mut Emitted, findings: &mut Findings) {
    emitted.add(
        "api.rs",
        "The client, and what it tells the runtime of this API.",
        client(plan),
        findings,
    );
    emitted.add("call.rs", "A call, with the accessors of its channel.", call(plan), findings);
    let modules = plan.resources.iter().map(|it| ident(&it.module));
    let body = quote! {
        mod api;
        pub mod enums;
        pub mod events;
        pub mod ids;
        pub mod meta;
        pub mod models;
        #(pub mod #modules;)*
        mod call;
        pub use api::{Ari, AriApi};
        pub use call::Call;
    };
    emitted.add("mod.rs", "Everything that is generated from `api-docs`.", body, findings);
}

fn client(plan: &Plan) -> proc_macro2::TokenStream {
    let resources = plan.resources.iter().map(|resource| {
        let name = ident(&resource.module);
        let type_name = ident(&resource.type_name);
        let doc = docs(std::slice::from_ref(&resource.description));
        quote! {
            #doc
            pub fn #name(&self) -> crate::generated::#name::#type_name<'_> {
                crate::generated::#name::#type_name::new(&self.0)
            }
        }
    });
    let handles = plan.resources.iter().flat_map(|resource| {
        resource.handles.iter().map(move |handle| {
            let module = ident(&resource.module);
            let type_name = ident(&handle.type_name);
            let name = ident(&handle.accessor);
            let keys: Vec<_> = handle.keys.iter().map(|it| ident(&it.ident)).collect();
            let arguments = handle.keys.iter().map(|it| match &it.arg {
                Arg::Id(_) => super::operations::argument(it),
                _ => {
                    let key = ident(&it.ident);
                    quote!(#key: impl Into<Text>)
                }
            });
            let doc = docs(&[format!(
                "The operations on one {}, whether it is there or not.",
                handle.noun
            )]);
            quote! {
                #doc
                pub fn #name(&self, #(#arguments),*) -> crate::generated::#module::#type_name {
                    crate::generated::#module::#type_name::new(self.0.clone(), #(#keys),*)
                }
            }
        })
    });
    let session = session(plan);
    let (call_handle, conversion) = call_handle(plan);
    let listings = plan.session.listings.iter().filter_map(|listing| {
        let operation = operation_facts(plan, &listing.operation)?;
        let (subject, id) = (&listing.subject, &listing.id);
        let held = listing.held_by.as_ref().map(|it| {
            let (program, expected, arguments) = (&it.program, &it.expected, &it.arguments);
            quote!(.held_by(#program, #expected, #arguments))
        });
        Some(quote! {
            Listing::new(#operation, #subject, #id) #held
        })
    });
    let applications = plan.session.applications.as_ref().and_then(|it| applications(plan, it));
    quote! {
        /// The client of one Asterisk: every operation, and the events of the applications it connected for.
        ///
        /// Cloning it is cheap; all clones share the connection.
        #[derive(Clone, Debug)]
        pub struct Ari(Client<AriApi>);

        impl Ari {
            /// Starts connecting: name an application, then await.
            pub fn connect(url: impl Into<String>, credentials: Credentials) -> Connect<AriApi> {
                Connect::new(url, credentials)
            }

            /// A client that calls operations and registers no application, so it gets no events.
            ///
            /// For one with other settings, end [`connect`](Self::connect) with [`Connect::rest`].
            ///
            /// # Errors
            ///
            /// The URL is none, or names a remote host over plain http.
            pub fn rest(url: impl Into<String>, credentials: Credentials) -> Result<Self, Error> {
                Connect::<AriApi>::new(url, credentials).rest()
            }

            /// Starts listening for an Asterisk that dials: name the address, such as `127.0.0.1:8090`, then await.
            ///
            /// Since 20.15, 21.10, 22.5 and 23.0; `ari.conf` and `websocket_client.conf` tell Asterisk whom to dial, for
            /// ever or for each call.
            pub fn listen(address: impl Into<String>) -> Listen<AriApi> {
                Listen::new(address)
            }

            /// A client over a transport of one's own, such as one that answers in a test; it gets no events.
            pub fn with_transport(transport: impl Transport) -> Self {
                Client::over(transport).into()
            }

            #(#resources)*
            #(#handles)*
        }

        impl Deref for Ari {
            type Target = Client<AriApi>;

            fn deref(&self) -> &Client<AriApi> {
                &self.0
            }
        }

        impl From<Client<AriApi>> for Ari {
            fn from(client: Client<AriApi>) -> Self {
                Self(client)
            }
        }

        /// What the runtime is told of this API.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[non_exhaustive]
        pub struct AriApi;

        impl Api for AriApi {
            type Event = Event;
            type Client = Ari;
            type Call = Call;
            type CallHandle = #call_handle;

            const SESSION: Session<EventKind> = #session;
        }

        #conversion

        const LISTINGS: &[Listing] = &[#(#listings),*];

        #applications
    }
}

/// The handle of what calls are, with its resource and the type of its id.
fn handle_of_calls(plan: &Plan) -> Option<(&Resource, &Handle, &String)> {
    let calls = plan.session.calls.as_ref()?;
    plan.resources.iter().find_map(|resource| {
        let of = |it: &&Handle| it.subject.as_ref() == Some(&calls.subject) && it.keys.len() == 1;
        let handle = resource.handles.iter().find(of)?;
        let Arg::Id(id) = &handle.keys.first()?.arg else { return None };
        Some((resource, handle, id))
    })
}

/// What a call derefs to, and how it is made.
fn call_handle(plan: &Plan) -> (proc_macro2::TokenStream, Option<proc_macro2::TokenStream>) {
    let Some((resource, handle, id)) = handle_of_calls(plan) else { return (quote!(()), None) };
    let (module, type_name, id) = (ident(&resource.module), ident(&handle.type_name), ident(id));
    let handle = quote!(crate::generated::#module::#type_name);
    let conversion = quote! {
        #[doc(hidden)]
        impl From<(Client<AriApi>, Text)> for #handle {
            fn from((client, id): (Client<AriApi>, Text)) -> Self {
                Self::new(client, crate::generated::ids::#id::new(id))
            }
        }
    };
    (handle, Some(conversion))
}

/// The call: what opened it, and the handle of its channel.
fn call(plan: &Plan) -> proc_macro2::TokenStream {
    let accessors = handle_of_calls(plan).map(|(resource, handle, id)| {
        let module = ident(&resource.module);
        let (accessor, type_name) = (ident(&handle.accessor), ident(&handle.type_name));
        let id = ident(id);
        let doc = docs(&[format!("The operations on its {}.", handle.noun)]);
        let id_doc = docs(&[format!("The id of its {}.", handle.noun)]);
        quote! {
            #id_doc
            pub fn id(&self) -> #id {
                #id::new(self.0.id_text())
            }

            #doc
            pub fn #accessor(&self) -> crate::generated::#module::#type_name {
                crate::generated::#module::#type_name::new(self.0.client().clone(), self.id())
            }
        }
    });
    let start = plan.session.opens.first().and_then(|kind| {
        let event = plan.events.iter().find(|it| it.id == *kind)?;
        let name = ident(&event.type_name);
        Some(quote! {
            /// The event that brought it; `None` for one that was found when the program or the connection began anew.
            pub fn start(&self) -> Option<&Arc<crate::generated::events::#name>> {
                match self.0.start_event()? {
                    Event::#name(start) => Some(start),
                    _ => None,
                }
            }
        })
    });
    quote! {
        /// A call: a channel in the application, from its entry to its true end; cheap to clone.
        #[derive(Clone, Debug)]
        pub struct Call(ari_runtime::Call<AriApi>);

        impl Call {
            /// The client whose call it is.
            pub fn ari(&self) -> crate::generated::Ari {
                crate::generated::Ari::from(self.0.client().clone())
            }

            #accessors
            #start

            /// Waits until nothing more comes about it, and gives the event that told so, with the true cause.
            ///
            /// `None` where none came in time: the channel lives on elsewhere, or ended unseen.
            pub async fn ended(&self, deadline: Duration) -> Option<Event> {
                self.0.last_event(deadline).await
            }
        }

        impl Deref for Call {
            type Target = ari_runtime::Call<AriApi>;

            fn deref(&self) -> &ari_runtime::Call<AriApi> {
                &self.0
            }
        }

        impl From<ari_runtime::Call<AriApi>> for Call {
            fn from(call: ari_runtime::Call<AriApi>) -> Self {
                Self(call)
            }
        }
    }
}

/// How applications are told what to listen to.
fn applications(plan: &Plan, rule: &ApplicationsRule) -> Option<proc_macro2::TokenStream> {
    let get = operation_facts(plan, &rule.get)?;
    let list = operation_facts(plan, &rule.list)?;
    let subscribe = operation_facts(plan, &rule.subscribe)?;
    let unsubscribe = operation_facts(plan, &rule.unsubscribe)?;
    let filter = rule.filter.as_ref().and_then(|it| {
        let (operation, parameter) = (operation_facts(plan, &it.operation)?, &it.parameter);
        Some(quote!(.filter(#operation, #parameter)))
    });
    let parameter = &rule.parameter;
    let sources = rule.sources.iter().map(|it| {
        let (prefix, subject, listed, all) = (&it.prefix, &it.subject, &it.listed, &it.all);
        let leave = it.leave_before_close.then(|| quote!(.leave_before_close()));
        let others = it.events_of_others.then(|| quote!(.with_events_of_others()));
        quote!(Source::new(#prefix, #subject, #listed, #all) #leave #others)
    });
    Some(quote! {
        const APPLICATIONS: Applications = Applications::new(
            #get, #list, #subscribe, #unsubscribe, #parameter, &[#(#sources),*],
        )
        #filter;
    })
}

fn session(plan: &Plan) -> proc_macro2::TokenStream {
    let kinds = |kinds: &[String]| {
        let kinds = kinds.iter().filter_map(|kind| {
            let event = plan.events.iter().find(|it| it.id == *kind)?;
            let name = ident(&event.type_name);
            Some(quote!(EventKind::#name))
        });
        quote!(&[#(#kinds),*])
    };
    let opens = kinds(&plan.session.opens);
    let closes = kinds(&plan.session.closes);
    let replaced = kinds(&plan.session.replaced);
    // What a release has none of is not told.
    let named = |method: &str, listed: &[String]| {
        let (method, listed) = (ident(method), (!listed.is_empty()).then(|| kinds(listed)));
        listed.map(|it| quote!(.#method(#it)))
    };
    let stays = named("stays", &plan.session.stays);
    let session = &plan.session;
    let responses = named("responses", &session.responses);
    let registered = named("registered", &session.registered);
    let unregistered = named("unregistered", &session.unregistered);
    let terminal = plan.subjects.iter().map(|subject| {
        let name = &subject.name;
        let kinds = kinds(&subject.terminal);
        quote!((#name, #kinds))
    });
    let applications =
        plan.session.applications.as_ref().map(|_| quote!(.applications(APPLICATIONS)));
    let calls = plan.session.calls.as_ref().and_then(|it| {
        let (subject, hangup, dialog) =
            (&it.subject, operation_facts(plan, &it.hangup)?, &it.dialog);
        Some(quote!(.calls(#subject, #hangup, #dialog)))
    });
    let digits = plan.session.calls.as_ref().and_then(|it| it.digits.as_ref()).and_then(|it| {
        let event = plan.events.iter().find(|event| event.id == it.kind)?;
        let (kind, member) = (ident(&event.type_name), &it.member);
        Some(quote!(.digits(EventKind::#kind, #member)))
    });
    let replaces = plan.session.calls.as_ref().filter(|it| !it.replaces.is_empty()).map(|it| {
        let member = &it.replaces;
        quote!(.replaces(#member))
    });
    let release = plan.session.release.as_ref().and_then(|it| {
        let operation = operation_facts(plan, &it.operation)?;
        let (parameter, value, pointer) = (&it.parameter, &it.value, &it.pointer);
        Some(quote!(.release(ReleaseQuestion::new(#operation, #parameter, #value, #pointer))))
    });
    quote! {
        Session::new()
            .opens(#opens)
            .closes(#closes)
            .replaced(#replaced)
            #stays
            #responses
            #registered
            #unregistered
            .terminal(&[#(#terminal),*])
            .listings(LISTINGS)
            #applications
            #calls
            #digits
            #replaces
            #release
    }
}
