# Home
home-title = Draft technical regulations, before they are adopted
home-search-label = Search by words, product, symbol or standard
home-numbers = { $notifications } notifications of { $authorities } authorities, { $open } open for comment; { $standards } standards in the catalogue
home-closing-soon = Closing soon
home-none-open = Nothing is open for comment now. A draft appears here from its publication until its final date for comments.
home-all-open = All that are open for comment
home-new = New
home-none-published = Nothing is published yet. Import notifications, or let an authority publish its first.
home-all-new = All, newest first
home-moved = Standards that moved
home-moved-cited = { $count ->
    [one] 1 measure still cites an older edition
   *[other] { $count } measures still cite an older edition
}
# Results
results-title = Notifications
results-count = { $count ->
    [0] No notification found
    [one] 1 notification found
   *[other] { $count } notifications found
}
results-none = Remove a condition, try fewer or other words, or a part of a standard’s number.
results-did-you-mean = Did you mean
results-remove = Remove { $condition }
results-conditions = Conditions
results-narrow = Narrow down
results-sort = Order
condition-q = Words
condition-authority = Notifying authority
condition-open = Open for comment
condition-kind = Type
condition-state = Status
condition-objective = Objective
condition-hs = HS chapter
condition-ics = ICS field
condition-year = Year
condition-divergence = Divergence
condition-standard = Standard cited
open-yes = Yes
open-no = No
sort-relevance = Best match
sort-newest = Newest
sort-oldest = Oldest
sort-closing-soon = Closing soon
# Notification
published-on = Published { $day }
the-notification = The notification
box-agency = Agency responsible
box-articles = Notified under
box-local-government = Local government
box-products = Products
box-hs = HS codes
box-ics = ICS codes
box-description = Description of content
box-objectives = Objectives
box-rationale = Rationale
box-urgency = Nature of the urgent problem
box-documents = Relevant documents
box-adoption = Proposed date of adoption
box-force = Proposed date of entry into force
box-period = Final date for comments
box-texts = Texts available from
box-keywords = Keywords
box-affected = Regions or countries likely to be affected
box-links = Links to the text
divergences = Divergences
basis = Basis:
raised-on = raised { $day }
references = References to standards
as-cited = As cited
understood-as = Understood as
relation = Declared relation
edition-now = Edition now
flag = Divergence
comments = Comments
no-comments = No public comment yet.
confidential-comments = { $count ->
    [one] 1 further comment is confidential.
   *[other] { $count } further comments are confidential.
}
on-clause = on { $clause }
late = Late
reply-by = Reply by
documents = Documents
family = Related notifications
history = History
export = Export
# Standard
# Catalogue and products
catalogue-title = Health of the catalogue
catalogue-facts = { $count } records; the newest edition is of { $year }.
catalogue-superseded = Superseded editions that measures cite
catalogue-superseded-none = No public measure cites a superseded edition.
catalogue-unresolved = References that lead nowhere
catalogue-unresolved-none = Every reference of a covered publisher is found in the catalogue.
catalogue-dead = Addresses that do not answer
catalogue-dead-count = { $count ->
    [0] No address of a standard that a public measure cites is known to be dead.
    [one] 1 address of a standard that public measures cite does not answer any more.
   *[other] { $count } addresses of standards that public measures cite do not answer any more.
}
catalogue-address = Address
catalogue-dead-since = Has not answered since
catalogue-instead = To cite instead
catalogue-measures = Measures
catalogue-publishers = By publisher
catalogue-records = Records
catalogue-in-force = Editions in force
publisher = Publisher
products-title = Where authorities differ
products-what = Products on which several authorities cite different standards, or different editions. The more authorities, and the less they agree, the higher a product stands: here a common regulatory objective would help producers most. The score is the number of authorities times the part of what two of them cite that they do not share, on average.
products-as-of = As of { $day }.
products-score = Score { $score }: { $authorities } authorities times { $disagreement } % not shared.
products-by-hs = By HS heading
products-by-ics = By ICS group
products-none = Nowhere do two authorities cite standards on the same product yet.
products-why = { $measures } { $measures ->
    [one] measure cites
   *[other] measures cite
} { $standards } { $standards ->
    [one] standard
   *[other] standards
}; { $shared ->
    [0] none is cited by more than one authority.
    [one] 1 is cited by more than one authority, in { $different ->
        [0] the same edition
       *[other] different editions
    }.
   *[other] { $shared } are cited by more than one authority, { $different } of them in different editions.
}
matrix-measures = { $count ->
    [one] 1 measure
   *[other] { $count } measures
} of { $authorities ->
    [one] 1 authority.
   *[other] { $authorities } authorities.
}
matrix-search = Show them
matrix-none = None of them cites a standard that could be identified.
matrix-what = Each column is an authority, each row a standard; the cells say which edition its measures cite.
matrix-not-in-force = (not in force)
undated = undated
standard = Standard
standards-label = Identifier or words of the title
standards-none = The catalogue has no such standard. Try the number alone, or other words of the title.
in-force-instead = In force instead:
status = Status
title-french = French title
edition = Edition
stage = Stage
published = Published
withdrawn-on = Withdrawn
committee = Committee
editions = Editions
cited-by-number = Cited by
supplements = Amendments and corrigenda
cited-by-whom = They are of { $authorities } { $authorities ->
    [one] authority
   *[other] authorities
}; { $superseded ->
    [0] none cites a superseded edition.
    [one] 1 cites a superseded edition.
   *[other] { $superseded } cite a superseded edition.
}
available-from = Where it can be had
available-from-dead = The address { $address } has not answered since { $day }.
correspondences = Correspondence to national standards
national-standard = National standard
international-standard = International standard
source = Source
cited-by-newest = The newest { $count } of these { $total } notifications are listed.
cited-by = { $count ->
    [0] No notification cites it
    [one] Cited by 1 notification
   *[other] Cited by { $count } notifications
}
# Sign-in and outbox
sign-in-who = For officials of notifying authorities. Reading and searching need no account.
sign-in-carried = You were signed out in the meantime. What you typed is kept: sign in, then continue.
resume-title = You are signed in again
resume-what = What you typed before is still here. Continue to send it.
outbox-empty = No mail was written yet.
# Errors
error-not-understood = The request was not understood
error-not-allowed = This is not allowed
error-not-found = Page not found
error-conflict = Someone else was faster
error-too-many = Too many attempts
error-failed = Something failed
error-unavailable = This cannot be done at the moment
error-kept-since = The registry’s database does not answer at the moment. This page is shown as it was on { $since }.
error-kept-what = Deadlines on it were right at that time; what happened since is missing. Nothing can be sent at the moment.
error-send-again = Send it again
error-files-again = The file { $files } was not kept: choose it again after sending.
database-away = The registry’s database does not answer. Nothing was saved or changed by this; try again in a minute.
database-slow = The registry’s database did not answer in time. It is not certain whether anything was saved: look before you do it again. A comment that is sent twice is kept once. Try again in a minute.
registry-busy = The registry is busy with many changes. Nothing was saved or changed by this; try again in a few seconds.
storage-full = The registry has no room left to keep anything safely. Nothing was saved or changed by this; its operators have to make room first. Try again later, and keep a copy of what you wrote.
storage-failed = The registry’s disk does not keep what is written. Nothing was saved or changed by this; its operators have to look at it first. Try again later, and keep a copy of what you wrote.
error-not-accepted = The request was not accepted
error-typed = What you typed
error-typed-hint = It was not saved. Copy it from here before you leave this page.
error-next-search = Search notifications
# Authorities
notifications = Notifications
enquiry-point = Enquiry point
authority-open = { $count ->
    [0] None
   *[other] { $count } open
}
report-none = No divergence found in what is written so far.
edition-same = Still in force
results-export = These results for programs

# Following
follow = Follow by e-mail
follow-what = Follow { $name }
follow-as = Mails go to { $email }.
follow-email-hint = You get one mail to confirm it. Every later mail has a link that ends it.
follow-measure-gives = You are mailed when this measure is changed, adopted, withdrawn or in force, when its comment period moves, and when a new edition of a standard makes it diverge.
follow-standard-gives = You are mailed when an edition of this standard is published, amended, replaced or withdrawn in the catalogue.
follow-button = Follow
follow-done = You follow it
follow-done-next = A mail comes when something happens.
follow-mailed = Look into your mailbox
follow-mail-stays = The mail waits
follow-mail-stays-next = This installation sends no mails at present. When it does, you get one, and follow this once you have opened its link.
follow-not-mailed = No mail was sent
follow-not-mailed-next = An address that nobody has confirmed gets only a few mails an hour and a day, and this one has had them. You do not follow this yet: come back in an hour or tomorrow, and ask again.
follow-mailed-next = If the address can get mails, one is on its way. Open its link to confirm that you want to follow this.
follow-confirm = Confirm that you want to follow
follow-confirm-button = Confirm
follow-end = Stop following
follow-end-button = Stop
follow-ended = Nothing is followed under this link
follow-ended-next = Either it was ended, or it was never confirmed. You can follow anew from the page of a notification or a standard.
following = What you follow
following-none = Nothing yet. Follow a measure or a standard from its page.
follow-name = Followed
follow-kind = Kind
follow-action = End
follow-measure = Measure
follow-standard = Standard

# Shelves of the catalogue
shelf-publisher = Publisher
shelf-committee = Committee
shelf-ics = Field (ICS)
shelf-facts = { $count ->
    [one] 1 standard in force
   *[other] { $count } standards in force
} of { $total } records: old editions, amendments and drafts are counted too.
shelf-standard = Standard in force
shelf-title = Title
shelf-measures = Measures that cite it
shelf-notifications = Notifications on this field
shelf-pages = Pages

# Notified texts
text-read = Read
text-download = Download the file
text-pages = { $count ->
    [one] 1 page
   *[other] { $count } pages
}
text-notes = When the file was read:
text-contents = Contents
text-paged = This text is long: it is shown page by page. The contents lead to each clause.
text-goes-on = This clause goes on on the next page.
text-read-whole = Read all of it in the text
text-cut = This clause is long: only its beginning is shown here.
text-none = No text could be read in this file: download it to see it.
text-comment = Comment on this clause
text-comments = { $count ->
    [one] 1 comment
   *[other] { $count } comments
}
text-now = now { $name }
