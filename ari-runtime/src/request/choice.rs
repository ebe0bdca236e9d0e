//! Parameters that exclude each other: which of them can still be set is part of a request's type.

/// A request in which none of the parameters that exclude each other is set yet.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Undecided;

/// Says of a request that the parameters of one alternative can be set: none is set yet, or one of the same.
///
/// It stands in the bounds of setters: what is excluded by what was set before does not compile.
pub trait Allows<Alternative> {}

impl<Alternative> Allows<Alternative> for Undecided {}
