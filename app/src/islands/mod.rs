//! What runs in the browser: comfort on top of forms that work without it.
