# What closed lists, months and days are called.

## Where a need stands

status-logged = Logged
status-clarifying = More detail needed
status-confirmed = Confirmed
status-referred = With the producer
status-under-consideration = Being considered
status-already-available = Already available
status-waiting = On the waiting list
status-planned = Planned
status-in-development = In development
status-delivered = Delivered
status-partly-met = Partly met
status-not-adopted = Not adopted
status-out-of-scope = Not a need for official statistics
status-merged = Joined with another need
status-withdrawn = Withdrawn

## Why a producer answers as it does

reason-existing-output = It is already published
reason-future-release = It is already scheduled
reason-other-producer = Another producer is responsible
reason-not-collected = The data are not collected
reason-concept-not-measured = The idea is not measured
reason-disclosure-control = It could identify people
reason-quality-insufficient = The data are not good enough for it
reason-no-legal-gateway = The law does not allow it
reason-linkage-or-access-not-possible = The data cannot be reached or linked
reason-resources = There are not the people or money
reason-lower-priority-than = Something else comes first
reason-disproportionate-cost = The cost is out of proportion
reason-respondent-burden = It would ask too much of respondents
reason-public-acceptability-or-harm = It may not be acceptable, or may do harm
reason-comparability-or-continuity = It would break comparison over time or places
reason-weak-evidence-of-use = There is little evidence of use
reason-alternative-source-adequate = Another source will do
reason-bespoke-table-available = A table can be made to order
reason-research-access-available = Accredited researchers can use the data
reason-discontinued = The series has been stopped
reason-method-change = The method has changed
reason-system-wide-dependency = It waits on something system-wide
reason-duplicate = It repeats another need
reason-not-statistics = It is not about statistics

## Why a moderator does not let a need leave

refusal-identifies-someone = It could still identify somebody
refusal-personal-case = It is about one person's own affairs
refusal-information-request = It asks for documents, not statistics
refusal-not-statistics = It is not about official statistics
refusal-outside-remit = It is outside what this community works on
refusal-unclear = It is not clear enough to pass on
refusal-harmful = It attacks or could harm people
refusal-repeats = It repeats a need that is already there

## What was taken out of words

removed-person = a person's name
removed-email = an e-mail address
removed-url = a web link
removed-ip = a computer's address
removed-phone = a phone number
removed-postcode = a postcode
removed-address = a street address
removed-national-insurance = a National Insurance number
removed-nhs-number = an NHS number
removed-account = an account or card number
removed-case-reference = a case reference
removed-vehicle = a vehicle's number plate
removed-date-of-birth = a date of birth
removed-date = an exact date
removed-handle = a chat name
removed-place = a small place
removed-organisation = a small organisation
removed-number = a number that could point at one person
removed-unknown = a word we do not know

## What people say of an answer

verdict-met = Yes, this meets the need
verdict-partly = Partly
verdict-not-met = No, this does not meet the need

## How a person stands to a need

voice-uses-it = I use this, or would
voice-about-me = This is about people like me

## Themes

theme-population-migration = Population and migration
theme-labour = Work and pay
theme-education = Education and children
theme-health-social-care = Health and social care
theme-income-poverty-welfare = Income, poverty and benefits
theme-housing-local = Housing and local services
theme-crime-justice = Crime and justice
theme-culture-identity = Identity, equality and culture
theme-economy = Economy and public finances
theme-prices = Prices
theme-business-trade = Business, trade and science
theme-transport-tourism = Transport and tourism
theme-environment-energy-food = Environment, energy and food
theme-defence-international = Defence and international
theme-government-democracy = Government and elections
theme-system-wide = The statistical system as a whole

## How many people a need speaks for

band-under-10 = fewer than 10
band-10-24 = 10 to 24
band-25-49 = 25 to 49
band-50-99 = 50 to 99
band-100-plus = 100 or more

## Months

month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December

## Days of the week, Monday first

weekday-1 = Monday
weekday-2 = Tuesday
weekday-3 = Wednesday
weekday-4 = Thursday
weekday-5 = Friday
weekday-6 = Saturday
weekday-7 = Sunday

## What still points at few people, and what to do about it

concern-unique-role = This may fit one person only. Try "some people" or "people in this group".
concern-exact-age = An exact age can point at one person. Try a group, such as "in their fifties" or "aged 16 to 24".
concern-kin-condition = A family member and a health matter together can point at someone. Try "families of people with ...".
concern-small-organisation = A small group can be known to others. Try a wider word, such as "schools" or "food banks in this region".
concern-small-place = A small place can point at a few people. Try the council area or the region.
concern-exact-date = A day can point at one event. Try the month or the year.
concern-rare-condition = Few people have this. Try a wider group, such as "people with a rare condition", or leave the place out.
concern-own-sensitive = This says something private about you or your family. Try saying it about everyone: "people who ...".
concern-small-count = A small count can point at those people. Try "a few" or leave the number out.
concern-taken-small-place = The place was taken out, because few people live there.
concern-taken-exact-date = The day was taken out, because it can point at one event.
concern-taken-exact-age = The age was taken out, because it can point at one person.
