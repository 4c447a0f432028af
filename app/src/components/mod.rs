//! The building blocks of pages, one a file: GOV.UK patterns with our texts.
