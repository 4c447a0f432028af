//! What was typed into the form of a comment: which fields are kept, how its
//! parts are added and taken away, and the comment it makes.

use app::{
    form::FormState,
    pages::comment::{FIELDS, PART_FIELDS, parts_of},
};
use domain::comment::{CommentKind, Publication, Stance};
use registry::comments::{NewComment, NewPoint, POINTS_LIMIT};

use crate::web::FormPairs;

/// What is chosen in a new form.
const USUAL: [(&str, &str); 3] = [("kind", "comment"), ("language", "en"), ("publication", "named")];

/// The fields of the form that are kept: buttons and keys are not. A form sent
/// by a program may leave out the number of its only part.
pub(super) fn fields(typed: &FormPairs) -> FormState {
    let known = |name: &str| {
        FIELDS.contains(&name)
            || name.rsplit_once('-').is_some_and(|(field, n)| {
                PART_FIELDS.contains(&field)
                    && n.parse().is_ok_and(|n: usize| (1..=POINTS_LIMIT).contains(&n))
            })
    };
    let values = typed
        .0
        .iter()
        .map(|(name, value)| match PART_FIELDS.contains(&name.as_str()) {
            true => (format!("{name}-1"), value.clone()),
            false => (name.clone(), value.clone()),
        })
        .filter(|(name, _)| known(name))
        .collect();
    let mut form = FormState { values, errors: Vec::new() };
    // What was not asked, or not answered, is as in a new form.
    for (name, usual) in USUAL {
        if form.value(name).is_empty() {
            form.values.push((name.to_owned(), usual.to_owned()));
        }
    }
    form
}

/// Adds an empty part, or takes one away and moves those behind it up.
pub(super) fn change_parts(step: &str, form: &mut FormState) {
    let count = parts_of(&form.values);
    if step == "add" && count < POINTS_LIMIT {
        form.values.push((format!("text-{}", count + 1), String::new()));
    }
    let Some(gone) = step.strip_prefix("remove-").and_then(|n| n.parse::<usize>().ok()) else { return };
    let kept = std::mem::take(&mut form.values).into_iter().filter_map(|(name, value)| {
        let part = name
            .rsplit_once('-')
            .filter(|(field, _)| PART_FIELDS.contains(field))
            .and_then(|(field, n)| Some((field.to_owned(), n.parse::<usize>().ok()?)));
        match part {
            None => Some((name, value)),
            Some((_, n)) if n == gone => None,
            Some((field, n)) if n > gone => Some((format!("{field}-{}", n - 1), value)),
            Some(_) => Some((name, value)),
        }
    });
    form.values = kept.collect();
}

/// The comment that was typed.
pub(super) fn read(form: &FormState) -> NewComment {
    let points = (1..=parts_of(&form.values))
        .map(|n| {
            let value = |field: &str| form.value(&format!("{field}-{n}"));
            NewPoint {
                clause: value("clause"),
                document: value("document").parse().ok(),
                address: String::new(),
                stance: Stance::from_name(&value("stance")).unwrap_or_default(),
                text: value("text"),
                confidential: value("confidential") == "yes",
            }
        })
        .collect();
    NewComment {
        kind: CommentKind::from_name(&form.value("kind")).unwrap_or_default(),
        author: form.value("author"),
        organisation: form.value("organisation"),
        on_behalf: form.value("on_behalf"),
        email: form.value("email"),
        points,
        language: form.value("language"),
        publication: Publication::from_name(&form.value("publication")).unwrap_or_default(),
        withheld_why: form.value("withheld_why"),
    }
}

/// All that was written, to be given back where no comment is taken.
pub(super) fn words(form: &FormState) -> String {
    (1..=parts_of(&form.values))
        .flat_map(|n| [form.value(&format!("clause-{n}")), form.value(&format!("text-{n}"))])
        .filter(|words| !words.trim().is_empty())
        .collect::<Vec<_>>()
        .join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(pairs: &[(&str, &str)]) -> FormState {
        FormState::filled(pairs.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())))
    }

    #[test]
    fn a_part_taken_away_moves_the_others_up() {
        let mut typed =
            form(&[("text-1", "a"), ("text-2", "b"), ("clause-3", "3"), ("text-3", "c"), ("author", "Ana")]);
        change_parts("remove-2", &mut typed);
        assert_eq!(typed.values_of("text-2"), ["c"]);
        assert_eq!((typed.value("clause-2"), parts_of(&typed.values)), ("3".to_owned(), 2));
        assert_eq!(typed.value("author"), "Ana");
        change_parts("add", &mut typed);
        assert_eq!(parts_of(&typed.values), 3);
        change_parts("remove-x", &mut typed);
        assert_eq!(parts_of(&typed.values), 3);
    }

    #[test]
    fn only_fields_of_the_form_are_kept() {
        let sent = [
            ("text", "a"),
            ("stance-2", "oppose"),
            ("text-0", "x"),
            ("text-51", "x"),
            ("step", "send"),
            ("base", "k"),
        ];
        let sent = FormPairs(sent.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect());
        let kept = fields(&sent);
        assert_eq!(kept.values[..2], form(&[("text-1", "a"), ("stance-2", "oppose")]).values);
        assert_eq!(kept.values[2..], form(&USUAL).values);
        let new = read(&kept);
        assert_eq!((new.points.len(), new.points[1].stance), (2, Stance::Oppose));
    }
}
