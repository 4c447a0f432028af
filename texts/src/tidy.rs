//! White space in one way: a paragraph is one line.

/// Words divided by single spaces; tabs between cells stay when `cells`.
pub(crate) fn line(text: &str, cells: bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = None;
    for c in text.chars() {
        if matches!(c, '\u{ad}' | '\u{feff}' | '\u{200b}' | '\0') {
            continue;
        }
        if c.is_whitespace() || c.is_control() {
            gap = if cells && c == '\t' { Some('\t') } else { gap.or(Some(' ')) };
            if gap == Some('\t') && c == '\t' {
                // Every tab divides two cells, also empty ones.
                while out.ends_with(' ') {
                    out.pop();
                }
                out.push('\t');
                gap = None;
            }
            continue;
        }
        if let Some(' ') = gap
            && !out.is_empty()
            && !out.ends_with('\t')
        {
            out.push(' ');
        }
        gap = None;
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::line;

    #[test]
    fn spaces_are_single_and_cells_stay() {
        assert_eq!(line("  a\n b\u{a0} c\u{ad}d ", false), "a b cd");
        assert_eq!(line("a \t b\t\tc", true), "a\tb\t\tc");
    }
}
