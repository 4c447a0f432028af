# Commenting
comment = Comment on this draft
comment-opinion = Give a detailed opinion
comment-title = Comment on this draft
comment-who = Who comments
comment-as-official = You comment as { $name }, { $authority }. Unless it is confidential, the comment is public as soon as you send it.
comment-late-warning = The comment period is over. This authority still takes comments; yours will be marked as late.
comment-email-hint = You get a link to confirm that the address is yours. It is never shown.
comment-kind-comment = Comment
comment-kind-comment-hint = What should change or stay, and why
comment-kind-question = Question
comment-kind-question-hint = Something in the draft is unclear
comment-kind-extension-request = Request for more time
comment-kind-extension-request-hint = Ask for a later final date, and say why you need it
comment-confidential = Keep this comment confidential
comment-confidential-hint = Only the authority reads it. The public learns that a confidential comment exists, and nothing else.
comment-check = Check your comment before you send it
comment-whole = On the whole draft
comment-public-named = Your name, your organisation and the comment will be public. Your e-mail address will not.
comment-public-nameless = The comment will be public without your name. The authority knows who wrote it. Your e-mail address is never shown.
comment-public-confidential = The authority alone reads your comment and your name. The public learns only that a confidential comment exists.
comment-kind-detailed-opinion = Detailed opinion
comment-kind-detailed-opinion-hint = The draft would create obstacles to the internal market: the standstill is lengthened (Directive (EU) 2015/1535, Article 6(2))
comment-part = Part { $number }
comment-add-part = Add a comment on another clause
comment-remove-part = Remove this part
comment-part-confidential = This part is confidential
field-confidential-part = Confidentiality of this part
field-stance = Where you stand
stance-support = In favour
stance-support-with-changes = In favour, with changes
stance-oppose = Against
stance-neutral = Not stated
comment-files = Attached files
comment-file-hint = PDF, Word, Excel, OpenDocument, CSV, text, PNG or JPEG, at most 10 MB; five files at most
comment-attach = Attach the file
field-on_behalf = On whose behalf
hint-on_behalf = If you write for someone else, for example the members of an association or a client
field-publication = What becomes public
publication-named = The comment with your name
publication-named-hint = Everyone reads the comment, your name and your organisation
publication-nameless = The comment without your name
publication-nameless-hint = Everyone reads the comment; who wrote it is known to the authority alone
publication-confidential = Nothing but that there is a comment
publication-confidential-hint = Only the authority reads it. The public learns that a confidential comment exists
field-withheld_why = Why something is confidential
hint-withheld_why = Needed where a part is confidential. Everyone reads this reason in place of the words, for example “trade secret of a member”
comment-save = Save and continue later
comment-saved = Your comment is saved
comment-saved-mailed = A link to it is on its way to { $email }.
comment-saved-unmailed = Keep the address below: it is the only way back to your comment. Had you given an e-mail address, the link would have been sent there.
comment-resume = Go on writing
comment-saved-until = It is kept until { $day }, and longer if you change it.
comment-saved-not-sent = It was not sent. The authority has it only when you have sent it and got a number.
comment-saved-note = What you type is saved on the server for { $count } days, so that nothing is lost. It is not sent before you have checked it.
comment-saved-note-files = What you type is saved on the server for { $count } days, because files are attached; for { $longer } days once its link was mailed to you (“Save and continue later”, with an e-mail address). It is not sent before you have checked it.
comment-autosaved = Saved
comment-sent-before = This comment was sent already
comment-sent-before-why = It has the number { $number }. Its receipt is at the address you were shown, and in the mail you got.
comment-author = Author
comment-nameless = Name not published
comment-on-behalf = on behalf of { $name }
comment-from-authority = Authority
comment-is-withdrawn = Its author withdrew this comment.
comment-is-withheld = The authority does not show this comment. The reason given: { $reason }
comment-part-withheld = { $count ->
    [one] A part of this comment is confidential. The reason given: { $reason }
   *[other] { $count } parts of this comment are confidential. The reason given: { $reason }
}
comment-page-title = Comment { $number }
comments-title = Comments on { $symbol }
comments-count = { $count ->
    [one] One public comment.
   *[other] { $count } public comments.
}
comments-on-clause = { $count ->
    [one] One public comment on { $clause }.
   *[other] { $count } public comments on { $clause }.
}
comments-newest = The newest { $count } of { $total }.
comments-all = All comments, and by clause
comments-by-clause = By clause
disposition-accepted = Accepted
disposition-partly = Partly accepted
disposition-not-accepted = Not accepted
disposition-noted = Noted
disposition-none = Not decided
text-changed-after = Changed after
disposed-changed = Changed in { $clause }
disposed-changed-text = Changed text
attribution-link = This comment is not from the one it names
attribution-title = Report a false attribution
attribution-what = Comment { $number } names { $name }. Say why it is not from them. The authority decides; the comment itself stays.
attribution-button = Send the report
attribution-email-hint = The decision is mailed to it. It is never shown to the public.
field-attribution_reason = Why the attribution is false
attribution-done = Report received
attribution-next = The authority was told, and decides. You get its decision by mail.
attribution-back = Back to the comment
mails-end = Mails about your comment
mails-end-what = You get mails about comment { $number } and what becomes of the draft. Shall they end?
mails-end-button = Send me no more mails about it
mails-ended = No more mails
mails-ended-what = You get no more mails about this comment. Your receipt still shows all that happens.
withdraw-link = Withdraw this comment
withdraw-title = Withdraw comment { $number }
withdraw-what = Its words and your name are shown no longer. That there was a comment, and that its author withdrew it, stays public. The authority keeps what it received.
withdraw-warning = This cannot be undone. While the comment period is open you can send another comment.
withdraw-button = Withdraw the comment
receipt-checking = The authority has your comment. An official checks it before it is published; you get a mail then.
receipt-withheld = The authority has your comment and counts it, but does not show it. The reason given: { $reason }
receipt-withdrawn = You withdrew this comment. Its words are not shown to the public.
receipt-title-withdrawn = Comment withdrawn
receipt-since = What happened since
responses = Responses to the comments
responses-title = Responses to the comments on { $symbol }
responses-published-on = published on { $day }
responses-version = Version { $number }, { $day }
responses-versions = Versions
responses-newer = There is a newer version.
responses-latest = Read the latest
responses-download = Keep it as one file (HTML, opens in word processors)
responses-count = { $count ->
    [one] One comment was received
   *[other] { $count } comments were received
}{ $confidential ->
    [0] .
    [one] ; one comment or part is confidential and not listed.
   *[other] ; { $confidential } comments or parts are confidential and not listed.
}
responses-clause = Clause
responses-comment = Comment
responses-response = Response
responses-whole = The whole
responses-alike = { $count } comments say the same but for a few words
responses-own-words = { $count ->
    [one] What another of them adds
   *[other] What { $count } of them add
}
responses-withheld = The authority does not show this comment any more.
responses-and-more = and { $count } more
comment-next-verify = After sending you get a receipt with a number at once, and a mail with a link. The comment counts from the moment you send it; it appears when you have followed the link.
comment-next-official = After sending you get a receipt with a number, and the comment appears at once.
comment-next-verify-confidential = After sending you get a receipt with a number at once, and a mail with a link. The comment counts from the moment you send it; the authority gets it when you have followed the link.
comment-next-official-confidential = After sending you get a receipt with a number, and the authority has the comment at once.
comment-send = Send the comment
comment-change = Change it
comment-closed = The comment period is over
comment-withdrawn = This draft was withdrawn
comment-closed-since = Comments were taken until { $day }.
comment-closed-next = You can still write to the enquiry point of { $authority }; its address is on the page of the notification.
comment-typed = What you wrote
comment-typed-why = It was not sent. Copy it from here if you still need it.
comment-state-unverified = Received; the e-mail address is not confirmed yet
comment-state-received = Received and confirmed
comment-state-published = Published
comment-state-withheld = Not shown
comment-state-withdrawn = Withdrawn by its author
comment-state-answered = Answered
field-kind = What it is
field-clause = Clause
hint-clause = The part of the draft you write about, for example 5.1 or Annex B. Leave it empty for the whole draft.
field-text = Your comment
hint-text = At most 20,000 characters
field-language = Language of the comment
field-confidential = Confidentiality
field-author = Your name
field-organisation = Organisation
hint-organisation = Leave it empty if you write for yourself
field-email = E-mail address
field-password = Password
verify-title = Confirm your e-mail address
verify-what = Comment { $number } was received on { $received }. Confirm that you wrote it.
verify-button = Yes, I wrote this comment
verify-unknown = There is nothing to confirm
verify-unknown-why = The link was used already, or it is not complete. If you confirmed your comment before, it is safe: follow the link to your receipt in the same mail.
receipt-title = Comment received
receipt-page-title = Receipt { $number }
receipt-next = What happens next
receipt-unverified = A mail with a link is on its way to { $email }. Follow the link: then the comment appears on the page of the notification. It counts from the moment it was received.
receipt-until = Confirm it by { $day }: after that it is forgotten, with its files.
comment-confirm-within = You have { $days } days to follow the link. After that the comment is forgotten, with its files.
receipt-unverified-confidential = A mail with a link is on its way to { $email }. Follow the link: then the authority gets the comment. It counts from the moment it was received.
receipt-received = The comment is public. The authority reads it and may reply; you get a mail when it does.
receipt-received-confidential = The authority has your comment. The public sees only that a confidential comment exists. You get a mail when the authority replies.
receipt-answered = The authority has replied.
receipt-see = See it on the page of the notification
receipt-facts = Your receipt
receipt-number = Number
receipt-state = State
receipt-when = Received
receipt-on = On
receipt-late = Received after the final date for comments
receipt-proof = SHA-256 of the text
receipt-keep = Print this page or keep its address: it always shows the state of your comment. Whoever has the address can read it.
language-en = English
language-fr = French
language-es = Spanish
language-ar = Arabic
language-zh = Chinese
language-ru = Russian
language-pt = Portuguese
language-de = German
language-ja = Japanese
language-ko = Korean
