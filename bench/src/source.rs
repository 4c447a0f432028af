//! The notifications that the corpus is grown from.

use std::path::Path;

use anyhow::{Context as _, ensure};
use serde_json::Value;

/// What is taken of one notification.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Notification {
    pub title: String,
    pub products: String,
    pub description: String,
    pub standards: Vec<String>,
    pub hs: Vec<String>,
    pub ics: Vec<String>,
}

/// Real notifications of the folder, or the demo's where there are none; and
/// which of both.
pub fn read(real: &Path) -> anyhow::Result<(Vec<Notification>, &'static str)> {
    let mut found = Vec::new();
    let (folder, origin) = if real.is_dir() {
        (real.to_owned(), "real notifications")
    } else {
        let demo = Path::new(env!("CARGO_MANIFEST_DIR")).join("../demo/content");
        (demo, "the demo's content (there is no folder of real notifications)")
    };
    read_folder(&folder, &mut found).with_context(|| format!("{} cannot be read", folder.display()))?;
    found.retain(|n: &Notification| !n.title.is_empty());
    ensure!(!found.is_empty(), "no notification was found in {}", folder.display());
    Ok((found, origin))
}

fn read_folder(folder: &Path, found: &mut Vec<Notification>) -> anyhow::Result<()> {
    let mut paths: Vec<_> =
        std::fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<std::io::Result<_>>()?;
    // Folders list files in any order; the corpus must not depend on it.
    paths.sort();
    for path in paths {
        if path.is_dir() {
            read_folder(&path, found)?;
        } else if path.extension().is_some_and(|e| e == "json" || e == "jsonl") {
            let text = std::fs::read_to_string(&path)?;
            for value in serde_json::Deserializer::from_str(&text).into_iter::<Value>() {
                collect(&value.with_context(|| path.display().to_string())?, found);
            }
        }
    }
    Ok(())
}

/// Every object with a title, however deep: the files have different shapes.
fn collect(value: &Value, found: &mut Vec<Notification>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| collect(item, found)),
        Value::Object(object) => {
            let text = |names: &[&str]| {
                names.iter().find_map(|n| object.get(*n)?.as_str()).unwrap_or_default().trim().to_owned()
            };
            let list = |name: &str| -> Vec<String> {
                let items = object.get(name).and_then(Value::as_array);
                items.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
            };
            let title = text(&["title_en", "title"]);
            if title.is_empty() {
                object.values().for_each(|v| collect(v, found));
            } else {
                found.push(Notification {
                    title,
                    products: text(&["products", "productsFreeText"]),
                    description: text(&["description"]),
                    standards: list("referenced_standards"),
                    hs: list("hs"),
                    ics: list("ics"),
                });
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn objects_with_a_title_are_found_at_any_depth() {
        let mut found = Vec::new();
        let value = serde_json::json!([{"attributes": {"title": "Toys", "hs": ["9503", 4]}}, {"id": 1}]);
        collect(&value, &mut found);
        let toys = Notification { title: "Toys".into(), hs: vec!["9503".into()], ..Default::default() };
        assert_eq!(found, [toys]);
    }
}
