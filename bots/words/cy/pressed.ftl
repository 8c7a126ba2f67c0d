## Words that could leave

press-preview = Dyma’n union beth fyddai’n cael ei rannu. Nid yw eich enw, y gweinydd hwn na’r sgwrs hon ynddo.
press-helps = Bydd yn helpu gyda hyn:
press-topic = Pwnc: { $themes }.
press-wider-offered = Mae’r botwm “Defnyddio’r geiriau ehangach” yn derbyn pob un o’r rhain, ac yn dangos y geiriau i chi eto. Gallwch hefyd gadw eich geiriau chi.
press-read-first = Bydd un o gymedrolwyr { $intermediary } yn ei ddarllen yn gyntaf. Ar ôl hynny, gall cynhyrchwyr ystadegau a’r cyhoedd ei ddarllen. { $stays } Os na fyddwch yn pwyso dim, ni chaiff dim ei anfon, a daw hyn i ben ar ôl 24 awr.
press-similar = Mae pobl eraill wedi gofyn am rywbeth tebyg i hyn:
press-similar-choose = Os yw’r un fath, ychwanegwch eich llais at eu llais nhw: mae hynny’n cyfrif mwy. Os yw eich un chi’n wahanol, dywedwch hynny, a byddwch yn ei weld cyn iddo gael ei anfon.
press-reply-preview = Dyma’n union beth fyddai’n cael ei anfon fel eich ateb.

## Words that come back to their writer

press-you-wrote = Fe ysgrifennoch chi:
press-typed-back = Eich geiriau, fel nad oes rhaid i chi eu teipio eto:
press-first-unfit = Ynglŷn â’r cwestiwn cyntaf: { $error }. Ni chafodd dim ei rannu.
press-second-unfit = Ynglŷn â’r ail gwestiwn: { $error }. Ni chafodd dim ei rannu.
press-answer-unfit = Ynglŷn â’ch geiriau: { $error }. Ni chafodd dim ei anfon. Fe ysgrifennoch chi:
press-nothing-waits = Nid wyf wedi’i anfon: nid oes neb yn aros am ateb yma bellach. Fe ysgrifennoch chi:
press-not-kept = Nid oedd modd i mi gadw hwn: mae problem gyda’r peiriant rwy’n rhedeg arno. Ni chafodd dim ei rannu. Rhowch gynnig arall arni ymhen awr.
press-too-late-to-change = Nid yw’r geiriau a newidioch chi yn aros bellach. Gallwch ddechrau eto gyda’r rhain.

## What cannot be done

press-not-understood = Nid oedd modd i mi ddarllen yr hyn a bwysoch chi, ac ni chafodd dim ei wneud. Defnyddiwch y gorchymyn /need-help.
press-message-unfit = Ni all y neges honno fod yn angen fel y mae: { $error }. Nid wyf wedi gofyn i neb.
press-no-reference = Nid cyfeirnod yw hwnnw: mae cyfeirnod yn edrych fel HB-7K3Q-9M2X. Dewiswch un o’r rhestr sy’n ymddangos wrth i chi deipio, neu defnyddiwch /need-mine.
press-no-words-there = Dim ond neges gan berson, â geiriau ynddi, y gallaf ei throi’n angen. Defnyddiwch /need
press-newer-words = Mae geiriau mwy diweddar na’r rhain, felly ni chafodd dim ei anfon. Edrychwch ar y rhai diweddaraf, neu defnyddiwch /need-mine.
press-not-yours = Mae hwn ar gyfer y person biau’r angen. I weld eich anghenion chi, defnyddiwch /need-mine.
press-not-done = Nid oedd modd gwneud rhywbeth a bwysoch chi yma wedi’r cyfan. Edrychwch gyda’r gorchymyn /need-mine a rhowch gynnig arall arni
press-done-already = Cafodd hyn ei wneud o’r blaen, felly ni chafodd dim ei newid.
press-preview-waits = Mae’n aros amdanoch chi: defnyddiwch /need-mine i’w weld.
press-was-stopped = Cafodd ei stopio, ac ni chafodd dim ei anfon.
press-was-taken-back = Cafodd ei dynnu’n ôl.
press-not-set-up = Nid wyf wedi cael fy sefydlu ar y gweinydd hwn eto. Gall rhywun sydd â hawl i reoli’r gweinydd fy sefydlu gyda /hearback setup
press-not-served = Nid yw’r bobl sy’n fy rhedeg wedi rhoi’r gweinydd hwn ar eu rhestr, felly nid wyf yn gwneud dim yma. Gofynnwch iddyn nhw.

## What was done, and news

press-asked-author = Rwyf wedi gofyn i’r person a’i hysgrifennodd. Dim ond y person hwnnw a all benderfynu a gaiff ei rhannu.
press-on-its-way = Diolch. Mae eich geiriau ar eu ffordd i ofal { $intermediary }. Maen nhw’n ddiogel: nid oes rhaid i chi aros.
press-thanks = Diolch. Mae eich angen yng ngofal { $intermediary }. { $taken } Byddaf yn ysgrifennu yn yr edefyn pan fydd yr angen yn gadael, pan gaiff ei ateb a phan gaiff ei gau, ac yn eich crybwyll yno.
press-home = Mae rhywun yma wedi dweud beth sydd ei angen o ystadegau. Mae { $intermediary } yn darllen yr angen nawr. Ei gyfeirnod yw { $reference }. Bydd newyddion amdano yn dod yn yr edefyn hwn.
press-home-of-voices = Mae rhywun yma wedi ychwanegu llais at yr angen { $reference }. Bydd newyddion amdano yn dod yn yr edefyn hwn.
press-meets = Ydy hyn yn diwallu eich angen?
press-waits-edited = { $reference ->
    [none] Hoffai cymedrolwr newid geiriau’r angen hwn. Pwy bynnag a’i ysgrifennodd sy’n penderfynu.
   *[other] Hoffai cymedrolwr newid geiriau’r angen { $reference }. Pwy bynnag a’i ysgrifennodd sy’n penderfynu.
}
press-waits-asked = { $reference ->
    [none] Mae gan gymedrolwr gwestiwn am yr angen hwn, ar gyfer pwy bynnag a’i ysgrifennodd.
   *[other] Mae gan gymedrolwr gwestiwn am yr angen { $reference }, ar gyfer pwy bynnag a’i ysgrifennodd.
}
press-waits-refused = { $reference ->
    [none] Penderfynodd cymedrolwr beidio ag anfon yr angen hwn ymlaen. Gall pwy bynnag a’i ysgrifennodd ddarllen pam.
   *[other] Penderfynodd cymedrolwr beidio ag anfon yr angen { $reference } ymlaen. Gall pwy bynnag a’i ysgrifennodd ddarllen pam.
}
press-kept-for-you = Mae’r hyn a ysgrifennoch chi wedi’i gadw, ac ni chafodd dim ohono ei rannu. I’w weld ac i fynd ymlaen, defnyddiwch y gorchymyn /need-mine
press-mentions-off = Ni fyddaf yn eich crybwyll yn unman. Bydd newyddion yn dal i ddod i’ch edeifion.
press-mentions-on = Byddaf yn eich crybwyll pan fydd newyddion.
press-quiet-here = Ni fyddaf yn eich crybwyll yn yr edefyn hwn. Bydd newyddion yn dal i ddod yno, ac mae /need-mine yn eu dangos.

## What somebody has here

press-mine = Eich anghenion a’ch lleisiau. Dim ond chi sy’n gallu gweld hyn.
press-mine-none = Nid oes gennych anghenion gyda mi. I ddweud beth yw eich angen, defnyddiwch /need
press-mine-waits = Mae { $reference } yn aros amdanoch chi: mae’r botymau isod ar ei gyfer.
press-mine-more = Mae { $count } arall hefyd.
press-erasing-discord = Bydd yr hyn sydd ar Discord yn aros yno: dilëwch eich negeseuon eich hun, a gofynnwch i weinyddwr y gweinydd am fy rhai i. Mae Discord ei hun yn cadw’r hyn y mae’n ei gadw.

## How it works

press-panel =
    Oes ffigur ar goll, neu oes angen gwella un?
    Dywedwch hynny yma yn eich geiriau eich hun. Ni chaiff eich enw ei rannu. Byddwch yn gweld yn union beth fyddai’n cael ei anfon, a byddwch yn clywed yn ôl mewn edefyn.
press-help =
    Rwy’n mynd ag anghenion am ystadegau at y rhai sy’n cynhyrchu’r ystadegau, heb eich enw, ac yn dod â’r atebion yn ôl.
    /need: dweud beth mae angen i chi ei wybod, neu beth mae angen ei wella
    De-gliciwch ar neges, Apps, Turn into a need: yr un peth, gyda geiriau neges
    /need-status: beth yw sefyllfa angen
    /need-mine: eich anghenion; dim ond chi sy’n eu gweld
    /need-withdraw: tynnu eich angen yn ôl
    /need-export: popeth rwy’n ei gadw amdanoch chi; dim ond chi sy’n ei weld
    /need-erase: dileu’r cyfan; byddaf yn dweud yn gyntaf beth mae hynny’n ei wneud
    /who: pa gorff sy’n gyfrifol am bwnc
    /need-privacy: beth sy’n cael ei gadw, ac am ba hyd
    Bydd { $intermediary } yn darllen eich geiriau cyn iddyn nhw adael.
press-privacy = Mae pwy ydych chi, a pha weinydd yw hwn, yn aros gyda ni, dan glo. Nid yw’r hyn rwy’n ei dynnu allan o’ch geiriau yn cael ei gadw. Gall Discord ei hun ddarllen yr hyn rydych chi’n ei deipio a’r hyn rwy’n ei ateb, hyd yn oed lle mai dim ond chi sy’n ei weld. Pan gaf fy nhynnu o weinydd, caiff popeth oddi yno ei ddileu ar ôl 14 diwrnod. I dynnu angen yn ôl, defnyddiwch /need-withdraw. I weld popeth sy’n cael ei gadw amdanoch chi, defnyddiwch /need-export. I ddileu’r cyfan, defnyddiwch /need-erase

## Buttons (at most 80 characters) and the list of topics

press-button-same = Ychwanegu fy llais at { $reference }
press-button-say = Dweud wrth gynhyrchwyr ystadegau beth sydd ei angen arnoch
press-button-send = Anfon
press-button-wider = Defnyddio’r geiriau ehangach
press-button-edit = Golygu
press-button-again = Golygu…
press-button-cancel = Canslo
press-button-different = Mae fy un i’n wahanol
press-button-open = Gweld y geiriau
press-button-quiet-here = Dilyn yn dawel
press-button-mentions-off = Peidio â’m crybwyll yn unman
press-button-mentions-on = Fy nghrybwyll pan fydd newyddion
press-button-erase = Dileu’r cyfan
press-button-erase-needs = Dileu, a thynnu fy anghenion oddi ar y rhestrau
press-button-voice = Ychwanegu fy llais
press-button-met = Mae hyn yn diwallu fy angen
press-button-partly = Yn rhannol
press-button-not-met = Heb ei ddiwallu
press-button-read = Darllen
press-button-question = Gweld y cwestiwn
press-button-answer = Ateb
press-button-appeal = Gofyn am ail olwg
press-button-agree = Ie, mae hynny’n iawn
press-button-disagree = Na, nid y geiriau hyn
press-button-leave = Peidio ag anfon
press-choose-topic = Dewiswch bwnc

## Forms (titles and labels: at most 45 characters; examples: at most 100)

press-title-need = Dywedwch beth sydd ei angen o ystadegau
press-title-edit = Newidiwch eich geiriau
press-title-answer = Atebwch y cwestiwn
press-title-appeal = Gofynnwch am ail olwg
press-label-need = Beth mae angen ei wybod, neu ei wella?
press-example-need = Ffigurau tlodi plant ar gyfer pob ward, bob blwyddyn
press-label-use = Beth fydd hyn yn eich helpu i’w wneud?
press-example-use = Cynllunio prydau gwyliau am ddim lle mae eu hangen
press-label-answer = Eich ateb, heb enwau na lleoedd
press-label-appeal = Pam y dylai rhywun edrych eto?
