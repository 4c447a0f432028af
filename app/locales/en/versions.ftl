# Versions of a text: what changed, languages beside one another
versions-draft = this draft
versions-name = { $name } of { $day }, { $condition }
versions-title = What changed in { $name }
versions-with = Compared with { $name }.
versions-link = What changed since { $name }
versions-link-later = A later text, { $name }: what changed in it
versions-languages = Beside it: { $name }
versions-none = No earlier text of this measure in this language could be read, so there is nothing to compare.
versions-choose = Compare with
versions-compare = Compare
versions-same = No clause differs.
versions-counts = Clauses of both texts
versions-clauses = Clauses
versions-contents = Clauses that changed
standing-changed = Changed
standing-added = Added
standing-removed = Removed
standing-moved = Moved
standing-renumbered = Renumbered
standing-unchanged = Unchanged
versions-was = { $clause } in the earlier text
versions-earlier = Earlier text
versions-later = This text
versions-not-before = Not in the earlier text.
versions-not-after = Not in this text.
versions-words-same = The words are the same.
versions-added-words = added:
versions-removed-words = removed:
versions-end-words = end of it.
versions-run = { $count ->
    [one] 1 clause unchanged:
   *[other] { $count } clauses unchanged:
}
versions-run-to = to
versions-comments = { $count ->
    [one] 1 comment on this clause in the earlier version
   *[other] { $count } comments on this clause in the earlier version
}
versions-comments-why = Comments stay with the version on which they were made.
versions-other-measure = The two texts are not of the same measure.
versions-other-language = The two texts are in different languages: set them side by side instead.
versions-read-earlier = Read the earlier text
versions-read-later = Read this text
beside-title = { $name }, two languages
beside-counts = { $count ->
    [0] Every clause of the first text is in the second.
    [one] 1 clause of the first text is not in the second.
   *[other] { $count } clauses of the first text are not in the second.
}
beside-counts-second = { $count ->
    [0] Every clause of the second text is in the first.
    [one] 1 clause of the second text is not in the first.
   *[other] { $count } clauses of the second text are not in the first.
}
beside-missing = Not in the { $name } text.
beside-alone = Read it alone
beside-how = Clauses stand side by side by their numbers; headings without a number, in their order.

# The official corrects the cutting of a text
clauses-link = Clauses
clauses-title = Clauses of { $name }
clauses-what = This is how the text was cut into clauses. Others comment on clauses by these addresses, so look through them before publication. Once it is published they stay.
clauses-read-only = You can read this; the clauses are corrected by officials and, while it is a draft, by its regulator.
clauses-told = { $count ->
    [one] Done. The text has 1 clause now ({ $total } before). Every word is still in it.
   *[other] Done. The text has { $count } clauses now ({ $total } before). Every word is still in it.
}
clauses-conflict = Somebody else corrected this text since you opened the page. What you see now is the text with their corrections; yours is not made yet.
clauses-correct = Correct
clauses-join = Join to the one before
clauses-level = level { $number }
clauses-made = Corrections made
clauses-made-none = None yet.
clauses-undo = Undo
clauses-made-by = { $name }, { $day }
clauses-no-effect = Has no effect:
clauses-more = Clauses from { $number } on
clauses-before-more = Clauses before these
clauses-found = { $count ->
    [one] 1 clause was found.
   *[other] { $count } clauses were found.
}
clause-title = Correct { $clause }
clause-name = Number, heading, level
field-clause_number = Number
hint-clause_number = As printed: Article 7, 5.1, (a). Empty for a clause without a number
field-clause_heading = Heading
hint-clause_heading = Empty for none
field-clause_level = Level
hint-clause_level = 1 for the highest, 9 for the lowest
clause-name-button = Save
clause-start = Start a new clause in it
field-words = The new clause begins with these words
hint-words = Copy the first words of it from the text above
field-new_number = Its number
hint-new_number = Leave it empty where the words begin with the number
clause-start-button = Start a clause there
clause-join-what = Its words become part of the clause before it. No word is lost.
correction-split = A clause was started at “{ $name }”
correction-break = A paragraph was broken in two, and a clause started in it: “{ $name }”
correction-join = “{ $name }” was joined to the clause before
correction-number = “{ $name }” was given the number { $number }
correction-no-number = “{ $name }” was given no number
correction-heading = “{ $name }” was given the heading “{ $clause }”
correction-no-heading = “{ $name }” was given no heading
correction-level = “{ $name }” was put on level { $number }
