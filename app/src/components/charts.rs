//! Charts drawn on the server: a title, an axis, a source, and always a table
//! beside them that says the same. Narrow enough to be read on a phone.

use leptos::prelude::*;

/// Width in units of the drawing; a character of its texts is about 7 wide.
const WIDTH: f64 = 400.0;

/// One bar: what it is, its value, and what is drawn behind it up to `whole`.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    /// What it is.
    pub label: String,
    /// The value.
    pub value: f64,
    /// Of how much, where it is a part; else the value itself.
    pub whole: f64,
    /// The value in words, at the end of its line.
    pub words: String,
}

/// Horizontal bars, one below the other. `mark` is a line that they are measured
/// against, with its words.
pub fn bars(title: &str, axis: &str, source: &str, bars: &[Bar], mark: Option<(f64, String)>) -> AnyView {
    const ROW: f64 = 38.0;
    let longest =
        bars.iter().map(|b| b.whole.max(b.value)).chain(mark.iter().map(|m| m.0)).fold(0.0, f64::max);
    let end = rounded_up(longest);
    let at = |value: f64| (value / end * WIDTH).clamp(0.0, WIDTH);
    let top = if mark.is_some() { 18.0 } else { 0.0 };
    let bottom = top + ROW * as_number(bars.len());
    let drawn = bars.iter().enumerate().map(|(n, bar)| {
        let y = top + ROW * as_number(n);
        let whole = (bar.whole > bar.value).then(
            || view! { <rect class="app-chart__rest" x="0" y=y + 19.0 width=at(bar.whole) height="12"></rect> },
        );
        view! {
            <text x="0" y=y + 14.0>{bar.label.clone()}</text>
            <text x=WIDTH y=y + 14.0 text-anchor="end" class="app-chart__value">{bar.words.clone()}</text>
            {whole}
            <rect class="app-chart__bar" x="0" y=y + 19.0 width=at(bar.value) height="12"></rect>
        }
    });
    let drawn = drawn.collect_view();
    let mark = mark.map(|(value, words)| {
        let x = at(value);
        let anchor = if x > WIDTH / 2.0 { "end" } else { "start" };
        view! {
            <line class="app-chart__mark" x1=x x2=x y1=top - 2.0 y2=bottom></line>
            <text x=x y="12" text-anchor=anchor>{words}</text>
        }
    });
    let ticks = [(0.0, "start"), (0.5, "middle"), (1.0, "end")].map(|(part, anchor)| {
        let x = part * WIDTH;
        view! {
            <line class="app-chart__axis" x1=x x2=x y1=bottom y2=bottom + 5.0></line>
            <text x=x y=bottom + 19.0 text-anchor=anchor>{number(part * end)}</text>
        }
    });
    let body = view! {
        {drawn}
        <line class="app-chart__axis" x1="0" x2=WIDTH y1=bottom y2=bottom></line>
        {ticks}
        {mark}
        <text x=WIDTH / 2.0 y=bottom + 36.0 text-anchor="middle">{axis.to_owned()}</text>
    };
    figure(title, source, bottom + 42.0, body.into_any())
}

/// Columns beside each other over a row of short labels.
pub fn columns(title: &str, axis: &str, source: &str, columns: &[(String, f64)]) -> AnyView {
    const HEIGHT: f64 = 130.0;
    const TOP: f64 = 16.0;
    const LEFT: f64 = 26.0;
    let end = rounded_up(columns.iter().map(|c| c.1).fold(0.0, f64::max));
    let step = (WIDTH - LEFT) / as_number(columns.len().max(1));
    let bottom = TOP + HEIGHT;
    let drawn = columns.iter().enumerate().map(|(n, (label, value))| {
        let x = LEFT + step * as_number(n);
        let height = value / end * HEIGHT;
        view! {
            <rect class="app-chart__bar" x=x + step * 0.15 y=bottom - height width=step * 0.7 height=height></rect>
            <text x=x + step / 2.0 y=bottom + 16.0 text-anchor="middle">{label.clone()}</text>
        }
    });
    let drawn = drawn.collect_view();
    let ticks = [0.0, 0.5, 1.0].map(|part| {
        let y = bottom - part * HEIGHT;
        view! {
            <line class="app-chart__grid" x1=LEFT x2=WIDTH y1=y y2=y></line>
            <text x=LEFT - 5.0 y=y + 4.0 text-anchor="end">{number(part * end)}</text>
        }
    });
    let body = view! {
        {ticks}
        {drawn}
        <line class="app-chart__axis" x1=LEFT x2=WIDTH y1=bottom y2=bottom></line>
        <text x=WIDTH / 2.0 y=bottom + 34.0 text-anchor="middle">{axis.to_owned()}</text>
    };
    figure(title, source, bottom + 40.0, body.into_any())
}

fn figure(title: &str, source: &str, height: f64, drawing: AnyView) -> AnyView {
    view! {
        <figure class="app-chart">
            <figcaption class="govuk-heading-s">{title.to_owned()}</figcaption>
            <svg viewBox=format!("0 0 {WIDTH} {height}") role="img" aria-label=title.to_owned() focusable="false">{drawing}</svg>
            <p class="app-quiet">{source.to_owned()}</p>
        </figure>
    }
    .into_any()
}

/// A number as people write it: no decimals where there are none.
pub fn number(value: f64) -> String {
    if (value - value.round()).abs() < 0.05 { format!("{value:.0}") } else { format!("{value:.1}") }
}

fn as_number(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

/// The end of an axis: an even number of one leading digit or two, so that its half is whole.
fn rounded_up(value: f64) -> f64 {
    let mut unit = 1.0;
    while value / unit > 20.0 {
        unit *= 10.0;
    }
    ((value / unit / 2.0).ceil() * 2.0).max(2.0) * unit
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn axes_end_at_round_numbers_not_below_the_longest_bar() {
        for (longest, end) in [(0.0, 2.0), (2.0, 2.0), (3.0, 4.0), (19.0, 20.0), (61.0, 80.0), (204.0, 400.0)]
        {
            assert_eq!(rounded_up(longest), end, "{longest}");
        }
    }

    #[test]
    fn a_chart_has_its_title_axis_source_and_no_style() {
        let bar = Bar { label: "A<B".into(), value: 30.0, whole: 60.0, words: "30 of 60".into() };
        let drawn = leptos::reactive::owner::Owner::new()
            .with(|| bars("Title", "days", "Source", &[bar], Some((60.0, "sixty".into()))).to_html());
        for part in ["Title", "days", "Source", "A&lt;B", "30 of 60", "sixty", "role=\"img\""] {
            assert!(drawn.contains(part), "{part}: {drawn}");
        }
        assert!(!drawn.contains("style="), "{drawn}");
    }
}
