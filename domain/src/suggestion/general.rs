//! The general part behind particular requirements: IEC 60335-2-9 is used with
//! IEC 60335-1, whose title names no appliance (ISO/IEC Directives 2 on parts;
//! IEC 60335-1, scope).

use super::{
    Suggestion,
    titles::{Laid, Titles},
};

/// The undated identifier of the general part that a standard with this one and
/// this title supplements.
fn general(undated: &str, title: &str) -> Option<String> {
    if !title.to_lowercase().contains("particular requirements") {
        return None;
    }
    let (number, part) = undated.split_once('-')?;
    // ISO and IEC write joint parts of IEC 60601 under a number of their own.
    let number = if number.ends_with(" 80601") { "IEC 60601" } else { number };
    (part != "1").then(|| format!("{number}-1"))
}

impl Laid {
    /// Finds the general part of every standard, once all are laid out in order.
    pub(super) fn find_general_parts(&mut self) {
        let found = |n: usize| {
            let one = &self.standards[n];
            let wanted = general(&one.undated, &one.title)?;
            let at = self.standards.binary_search_by(|s| s.undated.as_ref().cmp(&wanted)).ok()?;
            // A first part about something else is no general one.
            let is_general = self.standards[at].title.to_lowercase().contains("general requirements");
            u32::try_from(at).ok().filter(|_| is_general)
        };
        let parts: Vec<Option<u32>> = (0..self.standards.len()).map(found).collect();
        for (standard, part) in self.standards.iter_mut().zip(parts) {
            standard.general = part;
        }
    }
}

impl Titles {
    /// The suggestions with the general part behind the first particular one of its
    /// series that is shown, or, where none is, behind the first; `left_out` says
    /// what must not be suggested. A general part is shown where one of its
    /// particular parts is.
    pub(super) fn with_general_parts(
        &self,
        found: Vec<(u32, Suggestion)>,
        left_out: impl Fn(u32) -> bool,
        explained: impl Fn(u32) -> Suggestion,
    ) -> Vec<Suggestion> {
        let mut all: Vec<(u32, Suggestion)> = Vec::with_capacity(found.len());
        let place = |all: &[(u32, Suggestion)], n: u32| all.iter().position(|(known, _)| *known == n);
        for (n, suggestion) in found {
            let (particular, confidence, shown) =
                (suggestion.standard.clone(), suggestion.confidence, suggestion.shown);
            if place(&all, n).is_none() {
                all.push((n, suggestion));
            }
            let general = self.laid.standards[n as usize].general;
            let Some(general) = general.filter(|general| !left_out(*general)) else { continue };
            let known = place(&all, general);
            if known.is_some_and(|at| all[at].1.shown || !shown) {
                continue;
            }
            // Shown for the particular part's sake, it stands behind it.
            let mut suggestion = known.map_or_else(|| explained(general), |at| all.remove(at).1);
            suggestion.supplemented_by = particular;
            suggestion.confidence = suggestion.confidence.max(confidence);
            suggestion.shown |= shown;
            all.push((general, suggestion));
        }
        all.into_iter().map(|(_, suggestion)| suggestion).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn particular_requirements_are_used_with_the_first_part() {
        let of = |id: &str| general(id, "Appliances - Part 2: Particular requirements for kettles");
        assert_eq!(of("IEC 60335-2-15").as_deref(), Some("IEC 60335-1"));
        assert_eq!(of("ISO 80601-2-12").as_deref(), Some("IEC 60601-1"));
        assert_eq!(of("IEC 60335-1"), None);
        assert_eq!(of("ISO 15378"), None);
        assert_eq!(general("IEC 60335-2-15", "Kettles"), None);
    }
}
