# What closed lists, months and days are called.

## Where a need stands

status-logged = Wedi’i gofnodi
status-clarifying = Angen mwy o fanylion
status-confirmed = Wedi’i gadarnhau
status-referred = Gyda’r cynhyrchydd
status-under-consideration = Yn cael ei ystyried
status-already-available = Ar gael yn barod
status-waiting = Ar y rhestr aros
status-planned = Wedi’i gynllunio
status-in-development = Yn cael ei ddatblygu
status-delivered = Wedi’i gyflawni
status-partly-met = Wedi’i ddiwallu’n rhannol
status-not-adopted = Heb ei fabwysiadu
status-out-of-scope = Nid yw’n angen am ystadegau swyddogol
status-merged = Wedi’i gyfuno ag angen arall
status-withdrawn = Wedi’i dynnu’n ôl

## Why a producer answers as it does

reason-existing-output = Mae wedi’i gyhoeddi’n barod
reason-future-release = Mae wedi’i drefnu’n barod
reason-other-producer = Cynhyrchydd arall sy’n gyfrifol
reason-not-collected = Nid yw’r data’n cael eu casglu
reason-concept-not-measured = Nid yw’r syniad yn cael ei fesur
reason-disclosure-control = Gallai ddangos pwy yw pobl
reason-quality-insufficient = Nid yw’r data’n ddigon da ar ei gyfer
reason-no-legal-gateway = Nid yw’r gyfraith yn ei ganiatáu
reason-linkage-or-access-not-possible = Nid oes modd cyrraedd y data na’u cysylltu
reason-resources = Nid oes digon o bobl nac o arian
reason-lower-priority-than = Mae rhywbeth arall yn dod yn gyntaf
reason-disproportionate-cost = Mae’r gost yn rhy fawr o’i chymharu â’r gwerth
reason-respondent-burden = Byddai’n gofyn gormod gan y bobl sy’n ateb
reason-public-acceptability-or-harm = Efallai na fyddai’n dderbyniol, neu gallai wneud niwed
reason-comparability-or-continuity = Byddai’n rhwystro cymharu dros amser neu rhwng lleoedd
reason-weak-evidence-of-use = Nid oes llawer o dystiolaeth bod pobl yn ei ddefnyddio
reason-alternative-source-adequate = Bydd ffynhonnell arall yn gwneud y tro
reason-bespoke-table-available = Mae modd gwneud tabl ar gais
reason-research-access-available = Gall ymchwilwyr achrededig ddefnyddio’r data
reason-discontinued = Mae’r gyfres wedi dod i ben
reason-method-change = Mae’r dull wedi newid
reason-system-wide-dependency = Mae’n aros am rywbeth ar draws y system gyfan
reason-duplicate = Mae’n ailadrodd angen arall
reason-not-statistics = Nid yw’n ymwneud ag ystadegau

## Why a moderator does not let a need leave

refusal-identifies-someone = Gallai ddal i ddangos pwy yw rhywun
refusal-personal-case = Mae’n ymwneud â materion personol un person
refusal-information-request = Mae’n gofyn am ddogfennau, nid ystadegau
refusal-not-statistics = Nid yw’n ymwneud ag ystadegau swyddogol
refusal-outside-remit = Nid yw’n rhan o waith y gymuned hon
refusal-unclear = Nid yw’n ddigon clir i’w anfon ymlaen
refusal-harmful = Mae’n ymosod ar bobl, neu gallai wneud niwed iddyn nhw
refusal-repeats = Mae’n ailadrodd angen sydd yno’n barod

## What was taken out of words

removed-person = enw person
removed-email = cyfeiriad e-bost
removed-url = dolen we
removed-ip = cyfeiriad cyfrifiadur
removed-phone = rhif ffôn
removed-postcode = cod post
removed-address = cyfeiriad stryd
removed-national-insurance = rhif Yswiriant Gwladol
removed-nhs-number = rhif GIG
removed-account = rhif cyfrif neu gerdyn
removed-case-reference = cyfeirnod achos
removed-vehicle = plât rhif cerbyd
removed-date-of-birth = dyddiad geni
removed-date = union ddyddiad
removed-handle = enw sgwrsio
removed-place = lle bach
removed-organisation = sefydliad bach
removed-number = rhif a allai bwyntio at un person
removed-unknown = gair nad ydyn ni’n ei adnabod

## What people say of an answer

verdict-met = Ydy, mae hyn yn diwallu’r angen
verdict-partly = Yn rhannol
verdict-not-met = Nac ydy, nid yw hyn yn diwallu’r angen

## How a person stands to a need

voice-uses-it = Rwy’n defnyddio hyn, neu byddwn i’n gwneud hynny
voice-about-me = Mae hyn yn ymwneud â phobl fel fi

## Themes

theme-population-migration = Poblogaeth a mudo
theme-labour = Gwaith a chyflog
theme-education = Addysg a phlant
theme-health-social-care = Iechyd a gofal cymdeithasol
theme-income-poverty-welfare = Incwm, tlodi a budd-daliadau
theme-housing-local = Tai a gwasanaethau lleol
theme-crime-justice = Troseddu a chyfiawnder
theme-culture-identity = Hunaniaeth, cydraddoldeb a diwylliant
theme-economy = Yr economi a chyllid cyhoeddus
theme-prices = Prisiau
theme-business-trade = Busnes, masnach a gwyddoniaeth
theme-transport-tourism = Trafnidiaeth a thwristiaeth
theme-environment-energy-food = Yr amgylchedd, ynni a bwyd
theme-defence-international = Amddiffyn a materion rhyngwladol
theme-government-democracy = Llywodraeth ac etholiadau
theme-system-wide = Y system ystadegol gyfan

## How many people a need speaks for

band-under-10 = llai na 10
band-10-24 = 10 i 24
band-25-49 = 25 i 49
band-50-99 = 50 i 99
band-100-plus = 100 neu fwy

## Months

month-1 = Ionawr
month-2 = Chwefror
month-3 = Mawrth
month-4 = Ebrill
month-5 = Mai
month-6 = Mehefin
month-7 = Gorffennaf
month-8 = Awst
month-9 = Medi
month-10 = Hydref
month-11 = Tachwedd
month-12 = Rhagfyr

## Days of the week, Monday first

weekday-1 = Dydd Llun
weekday-2 = Dydd Mawrth
weekday-3 = Dydd Mercher
weekday-4 = Dydd Iau
weekday-5 = Dydd Gwener
weekday-6 = Dydd Sadwrn
weekday-7 = Dydd Sul

## What still points at few people, and what to do about it

concern-unique-role = Gallai hyn bwyntio at un person yn unig. Rhowch gynnig ar “rhai pobl” neu “pobl yn y grŵp hwn”.
concern-exact-age = Gall union oed bwyntio at un person. Rhowch gynnig ar grŵp oedran, fel “yn eu pumdegau” neu “16 i 24 oed”.
concern-kin-condition = Gall aelod o’r teulu a mater iechyd gyda’i gilydd bwyntio at rywun. Rhowch gynnig ar eiriau fel “teuluoedd pobl sydd â …”.
concern-small-organisation = Gall pobl eraill adnabod grŵp bach. Rhowch gynnig ar air ehangach, fel “ysgolion” neu “banciau bwyd yn y rhanbarth hwn”.
concern-small-place = Gall lle bach bwyntio at ychydig o bobl. Rhowch gynnig ar ardal y cyngor neu’r rhanbarth.
concern-exact-date = Gall diwrnod bwyntio at un digwyddiad. Rhowch gynnig ar y mis neu’r flwyddyn.
concern-rare-condition = Ychydig o bobl sydd â hyn. Rhowch gynnig ar grŵp ehangach, fel “pobl â chyflwr prin”, neu gadewch y lle allan.
concern-own-sensitive = Mae hyn yn dweud rhywbeth preifat amdanoch chi neu am eich teulu. Rhowch gynnig ar ei ddweud am bawb: “pobl sydd …”.
concern-small-count = Gall nifer bach bwyntio at y bobl hynny. Rhowch gynnig ar “ychydig”, neu gadewch y rhif allan.
concern-taken-small-place = Tynnwyd y lle allan, am mai ychydig o bobl sy’n byw yno.
concern-taken-exact-date = Tynnwyd y diwrnod allan, am y gall bwyntio at un digwyddiad.
concern-taken-exact-age = Tynnwyd yr oed allan, am y gall bwyntio at un person.
