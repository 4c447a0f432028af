//! Objectives (box 7) from the words of exports.

use std::collections::BTreeSet;

use domain::notification::Objective;

/// The objectives of a cell, and the words that no objective of the form
/// stands for: they go to the rationale beside [`Objective::Other`].
pub fn read(cell: &str) -> (BTreeSet<Objective>, Vec<String>) {
    let mut ticked = BTreeSet::new();
    let mut words = Vec::new();
    for item in cell.split([';', '\n']) {
        let item = plain(item);
        if item.is_empty() {
            continue;
        }
        if let Some(found) = of_wording(&item) {
            ticked.insert(found);
            // Wordings of the SPS form say more than the TBT objective they fall under.
            if SPS.iter().any(|(w, _)| *w == item.to_lowercase()) {
                words.push(item);
            }
        } else if let Some(listed) = listed(&item) {
            ticked.extend(listed);
        } else {
            ticked.insert(Objective::Other);
            let said = item.strip_prefix("Other").map(|w| w.trim_start_matches([':', ' ', '-', '–']));
            words.push(said.unwrap_or(&item).to_owned());
        }
    }
    (ticked, words)
}

/// Without blanks at the ends, the area in brackets, and the point.
fn plain(item: &str) -> String {
    let mut item = item.trim();
    for area in ["(TBT)", "(SPS)", "(tbt)", "(sps)"] {
        item = item.strip_suffix(area).unwrap_or(item).trim_end();
    }
    item.trim_end_matches('.').trim().to_owned()
}

/// Several wordings joined by commas, all of them known.
fn listed(item: &str) -> Option<Vec<Objective>> {
    let mut found = Vec::new();
    let mut parts = item.split(',').map(plain).peekable();
    while let Some(part) = parts.next() {
        // "Consumer information, labelling" has a comma of its own.
        let joined = parts.peek().map(|next| format!("{part}, {next}"));
        if let Some(objective) = joined.as_deref().and_then(of_wording) {
            parts.next();
            found.push(objective);
        } else {
            found.push(of_wording(&part)?);
        }
    }
    Some(found)
}

fn of_wording(item: &str) -> Option<Objective> {
    let item = item.to_lowercase();
    TBT.iter().chain(SPS).find(|(wording, _)| *wording == item).map(|(_, objective)| *objective)
}

/// Wordings of the TBT form over the years, and of the tools made from it.
const TBT: &[(&str, Objective)] = &[
    ("prevention of deceptive practices and consumer protection", Objective::DeceptivePractices),
    ("prevention of deceptive practices", Objective::DeceptivePractices),
    ("deceptive practices", Objective::DeceptivePractices),
    ("consumer protection", Objective::DeceptivePractices),
    ("protection of consumers", Objective::DeceptivePractices),
    ("protection of human health or safety", Objective::HumanHealth),
    ("protection of human health and safety", Objective::HumanHealth),
    ("protection of human health", Objective::HumanHealth),
    ("protection of human safety", Objective::HumanHealth),
    ("human health or safety", Objective::HumanHealth),
    ("human health and safety", Objective::HumanHealth),
    ("human health", Objective::HumanHealth),
    ("protection of animal or plant life or health", Objective::AnimalPlantLife),
    ("protection of animal and plant life or health", Objective::AnimalPlantLife),
    ("protection of animal or plant life and health", Objective::AnimalPlantLife),
    ("animal or plant life or health", Objective::AnimalPlantLife),
    ("protection of the environment", Objective::Environment),
    ("protection of environment", Objective::Environment),
    ("environmental protection", Objective::Environment),
    ("environment", Objective::Environment),
    ("quality requirements", Objective::Quality),
    ("quality requirement", Objective::Quality),
    ("quality", Objective::Quality),
    ("consumer information, labelling", Objective::ConsumerInformation),
    ("consumer information and labelling", Objective::ConsumerInformation),
    ("consumer information", Objective::ConsumerInformation),
    ("labelling", Objective::ConsumerInformation),
    ("harmonization", Objective::Harmonization),
    ("harmonisation", Objective::Harmonization),
    ("reducing trade barriers and facilitating trade", Objective::TradeFacilitation),
    ("reduction of trade barriers", Objective::TradeFacilitation),
    ("reducing trade barriers", Objective::TradeFacilitation),
    ("facilitating trade", Objective::TradeFacilitation),
    ("trade facilitation", Objective::TradeFacilitation),
    ("cost saving and productivity enhancement", Objective::CostSaving),
    ("cost saving and increasing productivity", Objective::CostSaving),
    ("cost saving and productivity", Objective::CostSaving),
    ("cost saving", Objective::CostSaving),
    ("national security requirements", Objective::NationalSecurity),
    ("national security", Objective::NationalSecurity),
    ("not specified", Objective::NotSpecified),
    ("not stated", Objective::NotSpecified),
    ("other", Objective::Other),
    ("others", Objective::Other),
];

/// Wordings of the SPS form.
const SPS: &[(&str, Objective)] = &[
    ("food safety", Objective::HumanHealth),
    ("protect humans from animal/plant pest or disease", Objective::HumanHealth),
    ("protection of humans from animal/plant pest or disease", Objective::HumanHealth),
    ("animal health", Objective::AnimalPlantLife),
    ("plant protection", Objective::AnimalPlantLife),
    ("protect territory from other damage from pests", Objective::Other),
    ("protection of territory from other damage from pests", Objective::Other),
];

#[cfg(test)]
mod tests {
    use Objective::*;
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("Protection of human health or safety (TBT); Harmonization (TBT)", &[HumanHealth, Harmonization], &[])]
    #[case("Consumer information, labelling; Other", &[ConsumerInformation, Other], &[])]
    #[case(
        "Harmonization, Consumer information, labelling, Quality requirements",
        &[Quality, ConsumerInformation, Harmonization],
        &[]
    )]
    #[case("Improve safety and quality of regulated products", &[Other], &["Improve safety and quality of regulated products"])]
    #[case("Other: further improve safety performance", &[Other], &["further improve safety performance"])]
    #[case("Food safety (SPS)", &[HumanHealth], &["Food safety"])]
    #[case("Prevention of deceptive practices\nEnergy efficiency", &[DeceptivePractices, Other], &["Energy efficiency"])]
    #[case(" ; ", &[], &[])]
    fn wordings(#[case] cell: &str, #[case] ticked: &[Objective], #[case] words: &[&str]) {
        let (found, said) = read(cell);
        assert_eq!(found, ticked.iter().copied().collect());
        assert_eq!(said, words);
    }

    #[test]
    fn every_objective_of_the_form_has_a_wording() {
        for objective in Objective::ALL {
            assert!(TBT.iter().any(|(_, o)| *o == objective), "{objective:?}");
        }
    }
}
