//! Makes sure the folder of built styles and islands exists, so that the
//! program compiles before they were built, and is compiled again when they change.

fn main() {
    std::fs::create_dir_all("assets").expect("the folder server/assets can be made");
    println!("cargo::rerun-if-changed=assets");
}
