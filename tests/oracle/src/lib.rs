//! What the specification wants, read from `api-docs` as plain JSON, and what the generated Rust holds, read as syntax.
//!
//! Nothing here goes through the code generator: the two readings meet only in [`check::problems`], so that a rule
//! that the generator forgets is noticed. [`placement`] says where the values of a request belong, and [`frames`] reads
//! what a real Asterisk sent.

pub mod check;
pub mod frames;
pub mod history;
pub mod naming;
pub mod overlay;
pub mod placement;
pub mod rust;
pub mod specification;
pub mod types;
pub mod values;

/// The snippets of the workspace's README, compiled as a newcomer would.
#[cfg(doctest)]
#[doc = include_str!("../../../README.md")]
pub struct Readme;

/// The snippets for those who know other clients.
#[cfg(doctest)]
#[doc = include_str!("../../../docs/coming-from.md")]
pub struct ComingFrom;

/// The snippets of the guide to testing.
#[cfg(doctest)]
#[doc = include_str!("../../../docs/testing-calls.md")]
pub struct TestingCalls;
