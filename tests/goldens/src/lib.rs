//! Specifications to test the code generator with: small ones of our own, Asterisk's, and those of its older releases.

pub mod folder;
pub mod golden;
pub mod inventory;
pub mod old_release;
pub mod specification;

/// What the helpers of these tests fail with.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;
