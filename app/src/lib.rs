//! What a person sees. Pages are pure: data in, HTML out; they load nothing and
//! decide nothing. `server` loads the data, calls a page, and sends what
//! [`render`](render::render) makes of it. Only `islands` is compiled for the
//! browser too: it adds comfort to forms that work without it.

pub mod islands;

#[cfg(feature = "ssr")]
pub mod components;
#[cfg(feature = "ssr")]
pub mod drafting;
#[cfg(feature = "ssr")]
mod fingerprint;
#[cfg(feature = "ssr")]
pub mod form;
#[cfg(feature = "ssr")]
pub mod pages;
#[cfg(feature = "ssr")]
pub mod render;
#[cfg(feature = "ssr")]
mod shell;
#[cfg(feature = "ssr")]
pub mod texts;
