# The official's desk
desk-new = Start a new notification
desk-doing = To do
desk-doing-none = Nothing waits for you. Drafts to finish, notifications to approve, comments to answer and decisions to record appear here.
desk-running = Running
desk-running-none = No notification is running.
desk-finished = Finished (the last ones)
desk-all = Every public notification of this authority
desk-changed = Last change
desk-steps = Record a decision or a change
desk-all-comments = All comments on our notifications
desk-comments-none = No comment has arrived yet. Comments appear here as soon as their authors have confirmed their address.
desk-comments-waiting = { $count ->
    [0] Every comment has a reply.
    [one] 1 comment waits for a reply.
   *[other] { $count } comments wait for a reply.
}
desk-comments-of = Comments on { $symbol }.
desk-comments-all = Show all
desk-comment-title = Comment { $number }
to-desk = To the desk
task-finish = Finish and hand in
task-approve = Approve or send back
task-reply = { $count ->
    [one] Answer 1 comment
   *[other] Answer { $count } comments
}
task-decide = Record the decision: the comment period is over
task-final-text = Give the final text
task-in-force = Confirm the entry into force
task-done = Done
task-open = To do
actions = Actions
remove = Remove
yes = Yes
no = No
confidential = Confidential
comment-waiting = No reply yet
# Drafts
draft-untitled = Draft without a title
draft-progress = { $count } of { $total } sections done
draft-check = Check the answers
draft-read = Read all answers
draft-saved = Last saved { $day }
draft-discard = Throw this draft away
draft-discard-warning = The draft and its files will be gone. This cannot be undone.
draft-discard-button = Throw away
draft-sent-back = { $name } sent this back on { $day }:
draft-period = If it is published today, comments are taken until { $day } ({ $days ->
    [one] 1 day
   *[other] { $days } days
}).
draft-period-past = The final date for comments, { $day }, has passed: choose a later one.
report-title = Divergences and clock
report-what = What everyone will see if it is published as it is now. Mend it, or declare why.
box-number = Box { $number }
save-and-continue = Save and continue
autosave-failed = Not saved: no answer from the server. What you typed is still here.
autosave-saved = Saved { $day }
autosave-conflict = Someone else changed this section. Press “Save and continue” to compare.
autosave-invalid = Not saved yet: { $name }
suggest-none = No suggestion
suggest-found = Suggestions:
conflict-title = Someone else saved this section while you were writing
conflict-what = What you typed is below and not saved. Press “Save and continue” to put it in place of what is saved, or copy what you need from here first.
conflict-saved = Saved now:
section-addendum = What happened
section-authority = Authority and agency
section-articles = Notified under
section-products = Products
section-document = Title, pages, languages
section-description = Description of content
section-objectives = Objectives and rationale
section-references = Standards and relevant documents
section-dates = Dates
section-texts = Texts and files
section-tris = Directive (EU) 2015/1535
field-local_government = Local government involved
hint-local_government = Only where a local government prepares the measure (TBT 3.2, 7.2). Else leave it empty.
field-agency = Agency responsible
field-agency_name = Name of the agency
field-agency_address = Postal address
field-agency_email = E-mail address
field-agency_web = Web address
field-comments_to = Body that handles comments
hint-comments_to = Fill this in only where it is another body than the agency.
field-comments_name = Name of the body
field-comments_address = Postal address of the body
field-comments_email = E-mail address of the body
field-comments_web = Web address of the body
field-articles = Articles
hint-articles = Tick every article that applies.
field-article_other = Other article, in words
field-products = Products covered
hint-products = In words. Add HS and ICS codes below, so that exporters find the draft.
field-hs = HS codes
hint-hs = 2 to 8 digits, separated by commas: 8516, 851660
field-ics = ICS codes
hint-ics = Separated by commas: 97.040.50
field-title = Title of the notified document
field-pages = Number of pages
field-languages = Languages of the notified document
field-languages_other = Other languages
hint-languages_other = Codes of two letters, separated by commas: sw, th
field-description = Description of content
hint-description = A short account that lets others see whether the draft concerns them. References to standards in it are recognised.
field-objectives = Objectives
field-rationale = Rationale
field-urgency = Nature of the urgent problem
hint-urgency = Only where the measure is notified under 2.10.1 or 5.7.1
field-references = Standards referred to
field-relevant_documents = Other relevant documents
hint-relevant_documents = Laws, gazettes, guidance: in words. Write “not stated” if there are none.
field-adoption = Proposed date of adoption
field-entry_into_force = Proposed date of entry into force
hint-entry_into_force = At least six months after publication (TBT 2.12)
field-comments_until = Final date for comments
hint-comments_until = 60 days from publication at least (published today, that is { $day }); 90 are encouraged. Comments are taken until the end of that day in your time zone.
hint-comments_until-eu = Three months from publication at least (published today, that is { $day }), as long as the draft stands still under Directive (EU) 2015/1535, Article 6(1). Comments are taken until the end of that day in your time zone.
field-late_comments = After the final date
late-comments-taken = Go on taking comments, marked as late
late-comments-refused = No comment is taken after the final date
date-words = The same in words
date-words-hint = Instead of the day, or beside it: “to be determined”, “six months after publication”
field-texts_from = Texts available from
hint-texts_from = Who gives out the text, and where
field-responsible_department = Department responsible
field-originating_department = Department of origin
field-category = Category of the Directive’s list
field-subject = What the draft is about
tris-goods = Goods
tris-services = Services or a voluntary agreement
field-fiscal = Fiscal measure
tris-fiscal = The draft is a fiscal measure: no standstill period
field-urgency_grounds = Grounds of urgency
field-impact_assessment = Impact assessment
field-tbt_aspects = TBT and SPS aspects
field-other_act = Other act under which it is notified
field-reasons = What happened
hint-reasons = Tick every reason; then open it below and give its day.
addendum-period-changed = The comment period changed
addendum-adopted = The measure was adopted
addendum-published = The measure was published
addendum-in-force = The measure entered into force
addendum-final-text = The final text is available
addendum-withdrawn = The measure was withdrawn or revoked
addendum-content-changed = Content or scope changed
addendum-guidance = Guidance was issued
addendum-other = Something else
addendum-on = When (for a changed period: the new final date)
addendum-words = In words
addendum-note = Details: where the text is, what changed
# References
references-none = No reference is declared yet.
references-why = Declare each standard that the draft refers to: it is looked up in the catalogue, and what diverges is shown before anyone else sees it.
reference-add = Add a reference to a standard
reference-change = Change the reference
reference-save = Save the reference
field-cited = Standard, as the draft cites it
hint-cited = For example IEC 60335-1:2020 (dated) or ISO 8124-1 (undated: the latest edition applies)
field-reference_clause = Clause of the standard
hint-reference_clause = Leave it empty if the draft refers to the whole standard
field-force = Force of the reference
force-exclusive = Exclusive
force-exclusive-hint = Meeting the standard is the only way to comply
force-indicative = Indicative
force-indicative-hint = Meeting the standard is one way to comply
field-correspondence = How it stands to the international standard
correspondence-unstated = Not stated
field-international = International standard meant
hint-international = Only where the standard cited is national or regional
field-available_from = Where the document can be had
hint-available_from = A web address, a library or a body
deviations = Deviations
deviations-why = Where the draft departs from the standard, say in which clause, what differs, and why. A reason lowers the flag and is shown to everyone.
deviation-number = Deviation { $number }
deviation-count = { $count ->
    [one] 1 deviation
   *[other] { $count } deviations
}
deviation-clause = Clause
deviation-differs = What differs
deviation-reason = Reason
deviation-justification = Justification
deviation-add = Save and add a deviation
reason-choose = Choose a reason
# Files
files = Files
files-none = No file is attached yet. Without the notified text, others can hardly comment.
field-file = Add a file
hint-file = PDF, Word (.docx), HTML, Markdown or plain text, at most 50 MB
field-file_role = What it is
field-file_language = Its language
field-file_status = What it is to the official text
hint-file_status-official = The authority answers for its words; a measure may have official texts in several languages
hint-file_status-unofficial = Made by people, for information
hint-file_status-machine = Shown with this warning wherever it is listed
file-add = Upload the file
# Checking, handing in, approving
check-title = Check: { $name }
check-answer = Answer this
check-missing = { $missing ->
    [one] 1 answer is missing before this can be handed in.
   *[other] { $missing } answers are missing before this can be handed in.
}
check-may-not-submit = Officials of the enquiry point hand this in. Tell them that it is ready.
submit-title = Hand it in
submit-what = A second official checks and approves it. Then it is public at once, with a symbol.
submit-button = Hand in for approval
submitted-title = Handed in
submitted-next = A second official of your authority sees it on the desk and approves it or sends it back. It is not public yet.
approve-title = Approve
approve-warning = Approving publishes it at once, for everybody. What is published is never edited: a change is an addendum, a corrigendum or a revision.
approve-button = Approve and publish
approve-same-person = You handed this in yourself. A second official must approve it.
approve-waits = This waits for a second official who approves it.
send-back-title = Or send it back
field-reason = What has to change
send-back-button = Send back
published-title = Published
published-page-title = { $symbol } is published
published-next = It is public now and can be found within a second.
published-period = Comments are taken until { $day }.
published-see = See its page
# Steps
steps-title = Record a decision
steps-none = No further decision can be recorded in this state.
steps-of-another = { $authority } drafted this measure. Its officials record what becomes of it and move the comment period, for every authority that notifies it. Changes that your authority announces are begun below.
steps-warning = This is public at once and stays in the history. Everyone who commented is told by mail.
steps-button = Record it
field-step = Decision
step-submit = Hand in
step-send-back = Send back
step-approve = Approve
step-adopt = The measure was adopted
step-withdraw = The draft was withdrawn
step-give-final-text = The final text is available
step-enter-into-force = The measure entered into force
field-on = On which day
field-note = Note
hint-note = In words: gazette, address of the text, why it was withdrawn
field-final_text = Final text
hint-final_text = With “The final text is available”: PDF, Word (.docx), HTML, Markdown or plain text
changes-title = Add to it or change it
changes-why = What is published is not edited. Start the kind of notification that says what changed.
change-addendum = Addendum: something happened, or the period changes
change-corrigendum = Corrigendum: an administrative error is corrected
change-revision = Revision: the draft was rewritten, with a new comment period
change-supplement = Supplement: a translation of the text
# Replies
reply-title = Reply
reply-public = The reply is public at once, and the author gets it by mail. It cannot be changed afterwards.
reply-confidential = The comment is confidential: the author alone gets the reply.
reply-button = Send the reply
reply-may-not = Officials of the enquiry point reply to comments.
reply-check-first = Nobody has checked this comment yet: publish or withhold it below. Then you can reply.
field-reply = Your reply
desk-notification = Notification
desk-comment = Comment
steps-period-open = The comment period is still open until { $day }. A measure is adopted after it, and comments are taken into account (TBT 2.9.4).

# Answers to divergences
divergence-answer = Explain or dismiss
divergence-answer-change = Change the answer
divergence-says-explained = The authority explains:
divergence-says-dismissed = The authority says that it does not apply:
divergence-declared = declared with the reference
divergence-found = What was found
divergence-history = How it came and went
field-verdict = What do you say to it?
verdict-explained = It is meant
verdict-explained-hint = The text stays as it is, for the reason you give.
verdict-dismissed = It does not apply
verdict-dismissed-hint = What was found is not so, for the reason you give.
field-answer_reason = Reason
hint-answer_reason = Everyone reads it beside the divergence once the notification is public.
verdict-button = Save the answer
verdict-take-back = Take the answer back
field-limits = Limits that the standard sets
hint-limits = Optional. Sentences as in the standard, for example “Lead in paint shall not exceed 90 mg/kg.” They are compared with the limits in your draft.
# The reading desk
desk-comments-found = { $count ->
    [one] One comment matches.
   *[other] { $count } comments match.
}
desk-more-parts = { $count ->
    [one] and one more part
   *[other] and { $count } more parts
}
desk-tick = Choose comment { $number }
comment-to-check = To be checked
filters = Filters
filter-button = Show
filter-any = Any
filter-words = Words in it, name or number
filter-state = State
filter-clause = Clause
filter-stance = Stance
filter-kind = Kind
filter-from = From
filter-from-authority = Authorities
filter-from-public = The public
filter-language = Language
filter-disposition = What became of it
filter-assigned = Who works on it
assigned-nobody = Nobody
assigned-to = Works on it: { $name }
assign = Who works on it
assign-button = Assign
bulk-title = Do something with several comments
bulk-done = { $count ->
    [one] Done with one comment.
   *[other] Done with { $count } comments.
} { $passed ->
    [0] {""}
    [one] One was passed over: it did not allow it, or it was done before.
   *[other] { $passed } were passed over: they did not allow it, or it was done before.
}
field-whom = With which
bulk-ticked = Those ticked on this page
bulk-found = { $count ->
    [one] The one that the filters find
   *[other] All { $count } that the filters find
}
bulk-dispose = Set for every part not decided
bulk-reply = Reply to those without a reply
bulk-publish = Publish those that wait to be checked
bulk-withhold = Do not show them
field-disposition = What becomes of it
field-disposition_reason = Reason
hint-disposition_reason = Public. Needed unless it is accepted or noted
field-changed_document = Changed in
changed-none = No text yet
field-changed_clause = Clause of that text
hint-changed_clause = What stands behind “#” in the address of the clause, for example art-5.2
field-withhold_why = Why it is not shown
dispose = Say what becomes of this part
dispose-again = Change what becomes of this part
dispose-button = Record
publish-what = An official checks a comment before the public reads it: it must not name uninvolved persons or break the law. What it says about the draft is no reason to hold it back.
publish-button = Publish it
withhold = Do not show this comment
withhold-what = The public learns that the comment exists and the reason. It counts, and its author is told.
withhold-button = Do not show it
notes = Internal notes
field-internal_note = Note
hint-internal_note = Read by people of your authority alone
note-button = Add the note
reports = Reports about its attribution
attribution-uphold = The attribution is false
attribution-uphold-hint = The name is shown no longer, with a public note; the comment stays
attribution-dismiss = The name stays
attribution-decision = Decision
attribution-note = What is said to the one who reported
attribution-decide = Decide
attribution-upheld = The attribution was found to be false.
attribution-dismissed = The name stays.
attribution-untold = The one who reported was not told by mail: so many mails were sent to that address, which nobody has confirmed, that no more are sent for now. Write to the address yourself.
field-disputed = Attribution
check-first-on = Comments are checked by an official before they are public.
check-first-off = Comments are public as soon as their authors have confirmed their addresses.
check-first-stop = Stop checking
check-first-start = Check them first
groups = Near-duplicates
groups-what = { $count ->
    [0] No group of comments that say the same
    [one] One group of comments that say the same but for a few words
   *[other] { $count } groups of comments that say the same but for a few words
}; { $alone } comments resemble no other. Groups help with reading: every comment counts.
groups-none = No comments say the same.
groups-ungrouped = { $count ->
    [0] Comments are grouped as they come.
    [one] One comment came after the groups were made.
   *[other] { $count } comments came after the groups were made.
}
groups-make = Look for near-duplicates now
group-size = { $count } comments, { $open } without a reply
group-act = Answer them together
group-of = { $count } comments say the same but for a few words
group-title = { $count } comments that say the same
group-same = The same words.
group-unique = What only this one says:
group-whole = The whole comment
responses-preview = Responses before they are published
responses-open = { $count ->
    [one] One part has neither a disposition nor a reply.
   *[other] { $count } parts have neither a disposition nor a reply.
}
responses-open-link = Show them
responses-more-lines = { $count ->
    [one] One more line follows in the document.
   *[other] { $count } more lines follow in the document.
}
responses-warning = A published version is not changed: a later one is another version, and every commenter is told of each.
responses-publish = Publish the responses
field-introduction = Introduction
hint-introduction = What you say to everyone; may be empty

done-already = This is done already
done-already-said = { $what } by { $by } on { $at }. Pressing the button again changed nothing.
done-already-draft = See the draft
