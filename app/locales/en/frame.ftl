# The frame of every page.
product-name = Concordance
skip-to-content = Skip to main content
navigation = Main
search = Search
standards = Standards
products = Products
sign-in = Sign in
sign-out = Sign out
outbox = Local outbox
footer = The open registry of draft technical regulations and the standards they cite.
for-programs = For programs: JSON interface
there-is-a-problem = There is a problem
previous = Previous
next = Next
pages = Pages
page-of = Page { $page } of { $pages }
not-stated = Not stated
period-closed = Closed for comment
closes-today = Closes today
days-left = { $days ->
    [one] 1 day left
   *[other] { $days } days left
}
comments-until = for comments, until
cites = Cites { $standards }
divergence-count = { $count ->
    [one] 1 divergence
   *[other] { $count } divergences
}
back = Back
change = Change
continue = Continue
warning = Warning
not-given = Not given
date-day = Day
date-month = Month
date-year = Year
desk = Desk
authorities = Authorities
about = About
