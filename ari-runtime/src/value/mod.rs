//! Values as they stand on the wire, whose form no standard type has.

pub(crate) mod text;
pub(crate) mod timestamp;
pub(crate) mod variable;
pub mod wire;
