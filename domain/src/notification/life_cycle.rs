//! The life cycle: which state a notification is in and which steps lead on.

use serde::{Deserialize, Serialize};

use crate::role::Role;

/// Where a notification stands. Whether the comment period is open is not a
/// state but a question to the clock: it closes without anyone doing anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// Being written; seen by its own authority alone.
    Draft,
    /// Handed in; waits for a second person.
    Submitted,
    /// Public: comment period open, then closed.
    Published,
    /// The authority adopted the measure.
    Adopted,
    /// The authority gave the draft up.
    Withdrawn,
    /// The final text was given (TBT 2.11).
    FinalText,
    /// The measure applies.
    InForce,
}

impl State {
    /// Every state, in the order of the procedure.
    pub const ALL: [Self; 7] = [
        Self::Draft,
        Self::Submitted,
        Self::Published,
        Self::Adopted,
        Self::Withdrawn,
        Self::FinalText,
        Self::InForce,
    ];

    /// The name stored and used in addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Submitted => "submitted",
            Self::Published => "published",
            Self::Adopted => "adopted",
            Self::Withdrawn => "withdrawn",
            Self::FinalText => "final-text",
            Self::InForce => "in-force",
        }
    }

    /// The state of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.as_str() == name)
    }

    /// What can be done from here, and by whom: a sentence for refusals.
    fn what_is_possible(self) -> &'static str {
        match self {
            Self::Draft => {
                "this is a draft: regulators and officials of its authority write it, and an official hands it in"
            }
            Self::Submitted => {
                "this was handed in: an approver of its authority who did not hand it in approves it or sends it back"
            }
            Self::Published => {
                "this is published and not edited any more: an official of its authority records the adoption or \
                 the withdrawal, or starts an addendum, a corrigendum or a revision"
            }
            Self::Adopted => {
                "the measure is adopted: an official of its authority gives the final text, or starts an addendum"
            }
            Self::Withdrawn => {
                "the draft was withdrawn: no step follows; an official of its authority can start an addendum"
            }
            Self::FinalText => {
                "the final text was given: an official of its authority confirms the entry into force, or starts \
                 an addendum"
            }
            Self::InForce => {
                "the measure is in force: no step follows; an official of its authority can start an addendum"
            }
        }
    }

    /// Whether everyone may see it.
    pub fn is_public(self) -> bool {
        !matches!(self, Self::Draft | Self::Submitted)
    }
}

/// A step that a person takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Step {
    /// Draft → submitted.
    Submit,
    /// Submitted → draft, with a reason.
    SendBack,
    /// Submitted → published; never by the person who submitted.
    Approve,
    /// Published → adopted.
    Adopt,
    /// Published → withdrawn.
    Withdraw,
    /// Adopted → final text given.
    GiveFinalText,
    /// Final text given → in force.
    EnterIntoForce,
}

/// Why a step is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum StepRefused {
    /// The state does not allow it.
    #[error("{}", .0.what_is_possible())]
    State(State),
    /// The caller's roles do not allow it.
    #[error("your roles do not include this: {} of the authority may do it", .0.one())]
    Role(Role),
    /// The caller's roles do not allow it; any of these would.
    #[error("your roles do not include this: {} of the authority may do it", one_of(.0))]
    Roles(&'static [Role]),
    /// Two-person rule.
    #[error("whoever handed a notification in cannot approve it: another approver of the authority must")]
    SamePerson,
}

/// “an official or a regulator”.
fn one_of(roles: &[Role]) -> String {
    roles.iter().map(|r| r.one()).collect::<Vec<_>>().join(" or ")
}

impl Step {
    /// Every step.
    pub const ALL: [Self; 7] = [
        Self::Submit,
        Self::SendBack,
        Self::Approve,
        Self::Adopt,
        Self::Withdraw,
        Self::GiveFinalText,
        Self::EnterIntoForce,
    ];

    /// The name used in forms.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Submit => "submit",
            Self::SendBack => "send-back",
            Self::Approve => "approve",
            Self::Adopt => "adopt",
            Self::Withdraw => "withdraw",
            Self::GiveFinalText => "give-final-text",
            Self::EnterIntoForce => "enter-into-force",
        }
    }

    /// The step of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.as_str() == name)
    }

    /// The role that takes this step.
    pub fn role(self) -> Role {
        match self {
            Self::Approve | Self::SendBack => Role::Approver,
            _ => Role::Official,
        }
    }

    /// The state before and after.
    pub fn states(self) -> (State, State) {
        match self {
            Self::Submit => (State::Draft, State::Submitted),
            Self::SendBack => (State::Submitted, State::Draft),
            Self::Approve => (State::Submitted, State::Published),
            Self::Adopt => (State::Published, State::Adopted),
            Self::Withdraw => (State::Published, State::Withdrawn),
            Self::GiveFinalText => (State::Adopted, State::FinalText),
            Self::EnterIntoForce => (State::FinalText, State::InForce),
        }
    }

    /// The state after this step, or why it is refused. `same_person` says
    /// whether the caller is the one who submitted.
    pub fn take(self, from: State, roles: &[Role], same_person: bool) -> Result<State, StepRefused> {
        let (before, after) = self.states();
        if from != before {
            return Err(StepRefused::State(from));
        }
        if !roles.contains(&self.role()) {
            return Err(StepRefused::Role(self.role()));
        }
        if self == Self::Approve && same_person {
            return Err(StepRefused::SamePerson);
        }
        Ok(after)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOTH: [Role; 2] = [Role::Official, Role::Approver];

    /// Every set of roles that a person can hold.
    fn all_sets() -> Vec<Vec<Role>> {
        (0..1_u32 << Role::ALL.len())
            .map(|bits| {
                let held = |(n, _): &(usize, Role)| (bits >> n) & 1 == 1;
                Role::ALL.into_iter().enumerate().filter(held).map(|(_, role)| role).collect()
            })
            .collect()
    }

    #[test]
    fn every_step_in_every_state_by_every_set_of_roles_is_taken_or_refused_as_the_table_says() {
        use State::*;
        // Written out once more, so that the rules cannot change unnoticed.
        let table = [
            (Step::Submit, Draft, Submitted, Role::Official),
            (Step::SendBack, Submitted, Draft, Role::Approver),
            (Step::Approve, Submitted, Published, Role::Approver),
            (Step::Adopt, Published, Adopted, Role::Official),
            (Step::Withdraw, Published, Withdrawn, Role::Official),
            (Step::GiveFinalText, Adopted, FinalText, Role::Official),
            (Step::EnterIntoForce, FinalText, InForce, Role::Official),
        ];
        assert_eq!(table.map(|(step, ..)| step), Step::ALL);
        let mut taken = 0;
        for (step, before, after, role) in table {
            for state in State::ALL {
                for roles in all_sets() {
                    for same in [false, true] {
                        let expected = if state != before {
                            Err(StepRefused::State(state))
                        } else if !roles.contains(&role) {
                            Err(StepRefused::Role(role))
                        } else if step == Step::Approve && same {
                            Err(StepRefused::SamePerson)
                        } else {
                            Ok(after)
                        };
                        taken += usize::from(expected.is_ok());
                        assert_eq!(step.take(state, &roles, same), expected, "{step:?} {state:?} {roles:?}");
                    }
                }
            }
        }
        // Half of all 32 sets hold the role: 16 for each step, with and without having submitted.
        assert_eq!(taken, 7 * 16 * 2 - 16);
    }

    #[test]
    fn every_refusal_says_who_may() {
        let mut refusals: Vec<StepRefused> = State::ALL.into_iter().map(StepRefused::State).collect();
        refusals.extend(Role::ALL.map(StepRefused::Role));
        refusals.extend([StepRefused::SamePerson, StepRefused::Roles(&[Role::Official, Role::Regulator])]);
        for refused in refusals {
            let sentence = refused.to_string();
            let who = Role::ALL.iter().any(|r| sentence.contains(r.as_str()));
            assert!(who, "{refused:?}: {sentence}");
        }
    }

    #[test]
    fn each_step_leads_from_its_own_state_only() {
        for step in Step::ALL {
            for state in State::ALL {
                let (before, after) = step.states();
                let taken = step.take(state, &BOTH, false);
                if state == before {
                    assert_eq!(taken, Ok(after));
                } else {
                    assert_eq!(taken, Err(StepRefused::State(state)));
                }
            }
        }
    }

    #[test]
    fn approval_needs_a_second_person_and_the_role() {
        let refused = |roles: &[Role], same| Step::Approve.take(State::Submitted, roles, same);
        assert_eq!(refused(&BOTH, true), Err(StepRefused::SamePerson));
        assert_eq!(refused(&[Role::Official], false), Err(StepRefused::Role(Role::Approver)));
        assert_eq!(refused(&[Role::Approver], false), Ok(State::Published));
    }

    #[test]
    fn a_regulator_cannot_submit() {
        let refused = Step::Submit.take(State::Draft, &[Role::Regulator], false);
        assert_eq!(refused, Err(StepRefused::Role(Role::Official)));
    }
}
