//! Who may come in, and that one who may not, or misbehaves, disturbs nobody else.
