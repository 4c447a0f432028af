//! Deadlines as an iCalendar file (RFC 5545).
//!
//! The end of a comment period is written in UTC: an entry of the last hour,
//! which every calendar program shows at the reader's own clock. A whole day
//! would be wrong for whoever lives west of the authority: its last evening is
//! over while theirs has not begun. The authority's own day and zone stand in the
//! description. The end of a standstill is a day by law, without an hour: a
//! whole-day entry.
//!
//! An entry keeps its `UID`; `SEQUENCE` and `LAST-MODIFIED` go up when the
//! deadline moves, so that programs move the entry instead of adding one. Lines
//! end with CR LF and are folded by the library.

use icalendar::{Calendar, Component, Event, Property};
use jiff::{Timestamp, ToSpan, civil::Date, tz::TimeZone};
use registry::calendars::{CalendarEntry, CalendarKind};

use app::{components::standstill_sentence, texts::Value};

/// What texts of the interface are asked with.
pub type Words<'a> = dyn Fn(&str, &[(&'static str, Value)]) -> String + 'a;

/// The file. `words` gives texts in the reader's language; `public_url` is the
/// address of this installation, without a slash at the end.
pub fn file(name: &str, entries: &[CalendarEntry], public_url: &str, words: &Words<'_>) -> String {
    let mut calendar = Calendar::empty();
    calendar
        .append_property(Property::new("VERSION", "2.0"))
        .append_property(Property::new("PRODID", "-//Concordance//Deadlines//EN"))
        .append_property(Property::new("CALSCALE", "GREGORIAN"))
        .append_property(Property::new("METHOD", "PUBLISH"))
        .name(name)
        .append_property(Property::new("X-PUBLISHED-TTL", "PT6H"))
        .append_property(
            Property::new("REFRESH-INTERVAL", "PT6H").append_parameter(("VALUE", "DURATION")).done(),
        );
    for entry in entries {
        calendar.push(event(entry, public_url, words));
    }
    calendar.to_string()
}

fn event(entry: &CalendarEntry, public_url: &str, words: &Words<'_>) -> Event {
    let n = &entry.summary;
    let symbol = n.symbols.first().cloned().unwrap_or_default();
    let url = format!("{public_url}{}", app::components::notification_path(&symbol));
    let kind = entry.kind.as_str();
    let summary = words(&format!("calendar-{kind}"), &[("symbol", symbol.clone().into())]);
    let who = n.authorities.iter().map(|a| a.name.as_str()).collect::<Vec<_>>().join(", ");
    let until = match (entry.kind, &n.period, &n.standstill) {
        (CalendarKind::CommentsClose, Some(period), _) => {
            words("calendar-until", &[("day", period.written_out.clone().into())])
        }
        (CalendarKind::StandstillEnds, _, Some(standstill)) => standstill_sentence(standstill),
        _ => String::new(),
    };
    let lines = [who.as_str(), n.title.as_str(), until.as_str(), url.as_str()];
    let description = lines.into_iter().filter(|l| !l.is_empty()).collect::<Vec<_>>().join("\n");
    let changed = utc(entry.changed);
    let mut event = Event::new();
    event
        .uid(&format!("{kind}-{}@{}", n.id, host(public_url)))
        .add_property("DTSTAMP", changed.clone())
        .add_property("LAST-MODIFIED", changed)
        .sequence(entry.sequence)
        .summary(&format!("{summary}: {}", n.title))
        .description(&description)
        .url(&url)
        .add_property("STATUS", if entry.cancelled { "CANCELLED" } else { "CONFIRMED" })
        // It takes nobody's time.
        .add_property("TRANSP", "TRANSPARENT");
    match entry.at {
        Some(at) => {
            event.add_property("DTSTART", utc(at - 1.hour())).add_property("DTEND", utc(at));
        }
        None => {
            let next = entry.day.saturating_add(1.day());
            event.append_property(whole("DTSTART", entry.day)).append_property(whole("DTEND", next));
        }
    }
    event.done()
}

/// `20261211T205900Z`.
fn utc(at: Timestamp) -> String {
    at.to_zoned(TimeZone::UTC).strftime("%Y%m%dT%H%M%SZ").to_string()
}

fn whole(key: &str, day: Date) -> Property {
    Property::new(key, day.strftime("%Y%m%d").to_string()).append_parameter(("VALUE", "DATE")).done()
}

/// The installation's host: what makes identifiers of entries unique in the world.
fn host(public_url: &str) -> String {
    let host = url::Url::parse(public_url).ok().and_then(|url| url.host_str().map(str::to_owned));
    host.unwrap_or_else(|| "concordance".to_owned())
}

#[cfg(test)]
mod tests {
    use domain::{
        clock::Deadline,
        notification::{Kind, Source, State},
    };
    use registry::notifications::{AuthorityName, NotificationSummary, Period};

    use super::*;

    fn entry(day: &str, sequence: u32) -> CalendarEntry {
        let zone = TimeZone::get("Africa/Nairobi").unwrap();
        let deadline = Deadline::new(day.parse().unwrap(), zone).unwrap();
        CalendarEntry {
            kind: CalendarKind::CommentsClose,
            day: deadline.day,
            at: Some(deadline.closes_at),
            sequence,
            changed: "2026-11-21T09:15:07.5Z".parse().unwrap(),
            cancelled: false,
            summary: NotificationSummary {
                id: 7,
                symbols: vec!["G/TBT/N/KEN/641".into()],
                authorities: vec![AuthorityName { code: "KEN".into(), name: "Kenya".into() }],
                kind: Kind::Regular,
                state: State::Published,
                title: "Règlement; électrique, chauffe-eau à accumulation — exigences de sécurité et d’étiquetage des appareils 老虎老虎老虎".into(),
                products: String::new(),
                description: String::new(),
                published: None,
                period: Some(Period {
                    written_out: deadline.written_out("Nairobi"),
                    deadline,
                    open: true,
                    accepts: true,
                    days_left: 20,
                }),
                standstill: None,
                divergences: 0,
                comments: 0,
                source: Source::Own,
            },
        }
    }

    fn written(entry: CalendarEntry) -> String {
        let words = |key: &str, variables: &[(&'static str, Value)]| {
            app::texts::text(app::texts::Language::English, key, variables)
        };
        file("Deadlines", &[entry], "https://tbt.example.org", &words)
    }

    #[test]
    fn lines_end_and_fold_as_the_format_says() {
        let text = written(entry("2026-12-11", 0));
        assert!(text.ends_with("END:VCALENDAR\r\n"));
        for line in text.strip_suffix("\r\n").unwrap().split("\r\n") {
            assert!(line.len() <= 75, "{} octets: {line}", line.len());
            assert!(!line.contains(['\r', '\n']), "{line:?}");
        }
        let unfolded = text.replace("\r\n ", "");
        assert!(unfolded.contains("Règlement\\; électrique\\, chauffe-eau"), "{unfolded}");
        assert!(unfolded.contains("老虎老虎老虎"), "{unfolded}");
        assert!(unfolded.contains("11 December 2026\\, 23:59 (Nairobi\\, UTC+3)"), "{unfolded}");
        for needed in ["BEGIN:VCALENDAR", "VERSION:2.0", "METHOD:PUBLISH", "DTSTAMP:20261121T091507Z"] {
            assert_eq!(unfolded.matches(needed).count(), 1, "{needed} in {unfolded}");
        }
        assert_eq!(unfolded.matches("PRODID:").count(), 1);
    }

    #[test]
    fn a_moved_deadline_is_the_same_entry_with_a_higher_number() {
        let line = |text: &str, key: &str| {
            let line = text.split("\r\n").find(|l| l.starts_with(key)).map(str::to_owned);
            line.unwrap_or_else(|| panic!("no {key} in {text}"))
        };
        let (before, after) = (written(entry("2026-12-11", 0)), written(entry("2027-01-15", 1)));
        assert_eq!(line(&before, "UID:"), "UID:comments-close-7@tbt.example.org");
        assert_eq!(line(&before, "UID:"), line(&after, "UID:"));
        assert_eq!(
            (line(&before, "SEQUENCE:"), line(&after, "SEQUENCE:")),
            ("SEQUENCE:0".into(), "SEQUENCE:1".into())
        );
        assert_eq!(line(&before, "DTSTART"), "DTSTART:20261211T200000Z");
        assert_eq!(line(&before, "DTEND"), "DTEND:20261211T210000Z");
        assert_eq!(line(&after, "DTEND"), "DTEND:20270115T210000Z");
        assert!(before.contains("STATUS:CONFIRMED") && !before.contains("CANCELLED"));
    }

    #[test]
    fn a_day_by_law_is_a_whole_day() {
        let standstill = CalendarEntry {
            kind: CalendarKind::StandstillEnds,
            at: None,
            cancelled: true,
            ..entry("2026-12-31", 2)
        };
        let text = written(standstill);
        assert!(text.contains("DTSTART;VALUE=DATE:20261231\r\n"), "{text}");
        assert!(text.contains("DTEND;VALUE=DATE:20270101\r\n"), "{text}");
        assert!(text.contains("STATUS:CANCELLED"));
    }
}
