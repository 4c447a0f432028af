//! One page a file; each is a function from data to a [`Page`](crate::render::Page).
