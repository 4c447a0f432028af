# An authority asks its own stakeholders about a foreign notification
consult = Consult your stakeholders
consultations = Consultations of your stakeholders
consultations-what = Share a notification of another authority with those at home whom it concerns, collect what they say, and file one official comment built from it. Only your authority sees any of this.
consultations-none = No consultation yet. Open a notification of another authority and choose “Consult your stakeholders” there.
consultations-question = What is asked
consultations-until = Until
consultations-answers = Answers
consultations-count = { $count } of { $total }
consultation-state-open = Open
consultation-state-closed = Closed
consultation-state-filed = Comment filed
consultation-state-over = Its last day is over
consulting-title = Consult your stakeholders
consulting-what = Those you invite get a mail with an address of their own. They need no account. What they write is read by officials of your authority alone, and is not published.
consulting-last = Comments on this notification are taken until { $day }. Leave yourself time to write the official comment.
field-question = What you ask
hint-question = Say what matters for your comment: costs, tests, dates, differences to the standard in use
field-until = Last day for their input
field-stakeholders = Whom you invite
hint-stakeholders = One a line: an e-mail address, or a name and the address, such as Ana Lima <ana@example.org>
consulting-button = Send the invitations
consultation-title = Consultation of your stakeholders
consultation-asked = What was asked
consultation-opened = Opened by { $name }. Input until { $day }.
consultation-invited = Invited
consultation-mailed = last mail { $day }
consultation-inputs = { $count ->
    [0] Nothing said yet
    [one] 1 input
   *[other] { $count } inputs
}
consultation-said = What they said
consultation-said-none = Nobody said anything yet.
consultation-whole = On the whole
consultation-remind = Remind those who said nothing
consultation-remind-what = Nobody is mailed twice within a day.
consultation-more = Invite more
consultation-close = Close the consultation
consultation-close-what = No more input is taken. What came stays.
consultation-build = Build the official comment
consultation-comment = The official comment
consultation-filed-as = Filed as { $number }. Those invited were told.
consultation-link-what = Your authority filed these comments on this notification. Choose the one that was built from this consultation; those invited are then told by mail.
consultation-link = Link it and tell them
field-filed_number = Filed comment
consultation-done-opened = The invitations are on their way.
consultation-done-invited = { $count ->
    [0] Nobody new: all of them were invited before.
    [one] 1 more was invited.
   *[other] { $count } more were invited.
}
consultation-done-reminded = { $count ->
    [0] Nobody was reminded: all answered, or were mailed within the last day.
    [one] 1 was reminded.
   *[other] { $count } were reminded.
}
consultation-done-closed = The consultation is closed.
consultation-done-filed = The comment is linked, and those invited are told by mail.
build-what = Everything that was said is beside the box. What you write is saved here until you file it.
field-draft = The official comment
hint-draft = At most 20,000 characters
build-save = Save
build-continue = Save and continue to the comment form
build-saved = Saved.
build-conflict = Somebody else saved this comment since you opened the page. What is saved now is below your text; put together what should stay, and save again.
build-conflict-saved = Saved meanwhile
to-file-title = File the official comment
to-file-what = Next is the comment form of the notification, filled with this text. There you check it and send it. Afterwards come back to the consultation to link the comment.
to-file-button = To the comment form
to-file-closed = This notification takes no comments now.
to-file-empty = Write the comment first.
consulted-title = { $authority } asks for your view
consulted-private = What you write is read by officials of { $authority } alone. It is not published, and no other authority and nobody else who was asked sees it. They may use it in their official comment.
consulted-until = You can answer, and change your answer, until { $day }.
consulted-over = This consultation takes no more input. What you wrote stays readable for you here.
consulted-filed = { $authority } filed its comment { $number }.
consulted-about = The draft measure
consulted-read = Read the notification
consulted-text = Read its text clause by clause
consulted-question = The question
consulted-yours = What you said
consulted-yours-none = Nothing yet.
consulted-say = Your input
consulted-clause = Clause
consulted-clause-hint = Leave it empty to speak of the whole. Speaking of a clause again replaces what you said of it
consulted-words = Your words
consulted-send = Send
consulted-unsent = What you wrote was not taken
consulted-change = Change
consulted-take-back = Take it back
consulted-clauses = Clauses of the text
consulted-done = Received. You can change it until the last day.
consulted-done-back = Taken back.
consulted-as = You answer as { $name }.
consulted-unknown = There is no consultation at this address: compare it with the one in the mail.
