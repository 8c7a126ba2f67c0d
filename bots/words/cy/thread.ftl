## What people are told before they write
thread-notice = Mae { $room } yn cadw’r edefyn hwn, dan glo. Cyfnod cadw hiraf: { $kept } ar ôl ei neges olaf. Bydd { $intermediary } yn darllen eich geiriau yn gyntaf. Dim ond y geiriau rydych chi’n eu cymeradwyo y bydd cynhyrchwyr ystadegau yn eu cael, heb eich enw. Gall y rhain gael eu gwneud yn gyhoeddus. Gallwch dynnu’n ôl, neu ofyn i’r cyfan gael ei ddileu. Nid cais Rhyddid Gwybodaeth yw hwn.
thread-own-words = Eich geiriau eich hun yw’r rhain. Gallai rhywun sy’n gwybod sut rydych chi’n ysgrifennu weld mai chi a’u hysgrifennodd. Os yw hynny’n bwysig i chi, dywedwch y peth mewn geiriau eraill yn gyntaf.
thread-stays = Gallwch ei dynnu’n ôl unrhyw bryd. Os bydd wedi’i gyfuno erbyn hynny â’r un angen gan bobl eraill, bydd eu hangen nhw yn aros, heb ddim amdanoch chi ynddo.
thread-origin = Bydd yn dweud o ble mae’n dod: { $origin }.
thread-origin-none = Ni fydd yn dweud o ble mae’n dod.
thread-took-out = Dyma beth rwyf wedi’i dynnu allan: { $removed }. Gwiriwch na allai dim arall bwyntio at rywun.
thread-removed-often = { $what } ({ $count ->
        [two] dwywaith
       *[other] { $count } gwaith
    })

## What still points at few people
thread-concern-masked = { $advice } Beth am ddweud “{ $instead }” yn lle “{ $found }”?
thread-concern-wider = Gallai “{ $found }” bwyntio at ychydig o bobl: beth am ddweud “{ $instead }” yn lle hynny?
thread-concern = “{ $found }”: { $advice }
thread-not-english = Nid yw hyn yn Saesneg. Dim ond mewn testun Saesneg y gallaf ddod o hyd i enwau yn dda. Yma, rwyf wedi tynnu allan yr hyn sy’n edrych fel enw. Gwiriwch eich hun nad yw’n enwi neb nac unrhyw le bach. Bydd dau gymedrolwr yn ei ddarllen cyn iddo adael.

## What a person did
thread-quoted = “{ $statement }”
thread-quoted-with-use = “{ $statement }” Bydd yn helpu gyda hyn: “{ $helps }”
thread-sent = Fe anfonoch chi’r geiriau hyn: { $quoted }
thread-taken = Ei gyfeirnod yw { $reference }. Bydd cymedrolwr yn ei ddarllen erbyn { $day }.
thread-not-taken = Nid oedd modd anfon hwn ymlaen. { $detail }
thread-not-taken-need = Newidiwch eich geiriau, a’u hanfon eto.
thread-not-taken-voice = Edrychwch ar y rhestr anghenion eto, a dewiswch un sy’n dal yn agored.
thread-not-taken-other = Ni newidiodd dim arall yn yr edefyn hwn.
thread-cancelled = Fe stopioch chi yma. Ni chafodd dim ei anfon, a chafodd eich geiriau eu dileu.
thread-lapsed = Ni ddaeth ateb am 24 awr. Ni chafodd dim ei anfon, a chafodd eich geiriau eu dileu. Gallwch ddechrau eto unrhyw bryd.
thread-voiced = Fe ychwanegoch chi eich llais at { $reference }: “{ $how }”. Bydd atebion iddo yn dod yma.
thread-replied = Fe ateboch chi: { $words }
thread-appealed =
    Fe ofynnoch chi am ail olwg: { $words }
    Bydd cymedrolwr arall yn darllen hyn.
thread-said-yes = Fe ddywedoch chi ie i’r geiriau newydd.
thread-said-no = Fe ddywedoch chi na i’r geiriau newydd. Ni fyddan nhw’n cael eu defnyddio.
thread-judged = Fe ddywedoch: { $verdict }.
thread-felt-heard = Faint roeddech chi’n teimlo bod rhywun wedi gwrando arnoch chi: { $count } allan o 5.
thread-withdrawn = Fe dynnoch chi { $reference } yn ôl. Rydyn ni wedi gofyn iddo gael ei dynnu’n ôl: bydd oddi ar ein rhestrau erbyn diwedd yfory. Ni fyddwch yn clywed rhagor yma.
thread-withdrawn-unsent = Fe dynnoch chi hwn yn ôl. Rydyn ni wedi gofyn iddo gael ei dynnu’n ôl: bydd oddi ar ein rhestrau erbyn diwedd yfory. Ni fyddwch yn clywed rhagor yma.

## What a moderator decided
thread-released = Mae’r angen hwn wedi gadael y gymuned hon, heb ddim amdanoch chi ynddo. Gall cynhyrchwyr ystadegau ei ddarllen nawr. Dyfynnwch y cyfeirnod { $reference }.
thread-accepted = Cytunodd cymedrolwr i’r geiriau hyn. Byddan nhw’n gadael gyda geiriau pobl eraill, fel na all neb weld o’r amser pwy a’u hysgrifennodd. Y dyddiad cynharaf: { $day }. Byddwch yn clywed eto pan fydd rhywun yn ateb. Nes iddyn nhw adael, gallwch eu tynnu’n ôl. Dyfynnwch y cyfeirnod { $reference }.
thread-named-left = Cytunodd cymedrolwr i’r geiriau hyn, ar gyfer cynhyrchwyr ystadegau a’r sefydliadau eraill sydd wedi’u cysylltu yma, a neb arall: nid ydyn nhw ar unrhyw dudalen gyhoeddus. Maen nhw wedi gadael, heb ddim amdanoch chi ynddyn nhw. Byddwch yn clywed eto pan fydd rhywun yn ateb. Dyfynnwch y cyfeirnod { $reference }.
thread-named-leaves = Cytunodd cymedrolwr i’r geiriau hyn, ar gyfer cynhyrchwyr ystadegau a’r sefydliadau eraill sydd wedi’u cysylltu yma, a neb arall: nid ydyn nhw ar unrhyw dudalen gyhoeddus. Byddan nhw’n gadael gyda geiriau pobl eraill. Y dyddiad cynharaf: { $day }. Tan hynny gallwch eu tynnu’n ôl. Byddwch yn clywed eto pan fydd rhywun yn ateb. Dyfynnwch y cyfeirnod { $reference }.
thread-held-back = Nid yw { $reference } yn gadael eto: bydd cymedrolwr yn ei ddarllen unwaith eto. Nid oes angen i chi wneud dim.
thread-retracted =
    Tynnodd cymedrolwr { $reference } yn ôl, gan na ddylai fod wedi gadael fel yr oedd.
    { $words }
    Mae ei eiriau wedi’u dileu. Os oes angen hyn arnoch o hyd, dywedwch y peth eto mewn geiriau eraill.
thread-edited =
    Hoffai cymedrolwr newid eich geiriau.
    Cyn: { $before }
    Ar ôl: { $after }
    Pam: { $words }
thread-moderator-asks = Mae cymedrolwr yn gofyn: { $words }
thread-refused =
    Penderfynodd cymedrolwr beidio ag anfon hwn ymlaen. Rheswm: { $reason }.
    { $words }
    Os ydych chi’n meddwl bod hyn yn anghywir, gallwch ofyn am ail olwg, unwaith.
thread-refused-last =
    Penderfynodd cymedrolwr beidio ag anfon hwn ymlaen. Rheswm: { $reason }.
    { $words }
    Hon oedd yr olwg olaf. Gallwch ddechrau eto gyda geiriau eraill.
thread-merged =
    Gwelodd cymedrolwr fod { $reference } yn gofyn am yr un peth: “{ $statement }”
    { $words }
    Cafodd eich llais ei ychwanegu ato, a bydd yr atebion iddo yn dod yma. Os yw eich angen chi yn un gwahanol, gallwch ofyn am ail olwg, unwaith. Dyfynnwch y cyfeirnod { $reference }.
thread-merged-last =
    Gwelodd cymedrolwr fod { $reference } yn gofyn am yr un peth: “{ $statement }”
    { $words }
    Cafodd eich llais ei ychwanegu ato, a bydd yr atebion iddo yn dod yma. Os yw eich angen chi yn un gwahanol, gallwch ddechrau eto gyda geiriau eraill. Dyfynnwch y cyfeirnod { $reference }.

## What a producer said
thread-question =
    Mae { $producer } yn gofyn: { $words }
    Dyfynnwch y cyfeirnod { $reference }.
thread-answered = Atebodd { $producer }: { $status }.
thread-would-change = Beth fyddai’n newid hyn: { $words }
thread-expected = Pryd i’w ddisgwyl: { $when }.
thread-looked-at-again = Bydd rhywun yn edrych arno eto: { $when }.
thread-more = Mwy: { $link }
thread-why = Pam: { $reasons }.
thread-quote = Dyfynnwch y cyfeirnod { $reference }.
thread-passed-on = Anfonodd { $producer } yr angen hwn ymlaen i ofal { $to }.
thread-passed-on-next = Nesaf, bydd { $to } yn dweud a yw’n ei dderbyn. Dyfynnwch y cyfeirnod { $reference }.
thread-joined =
    Cyfunodd { $producer } yr angen hwn ag angen arall, gan eu bod yn gofyn am yr un peth.
    { $words }
    Bydd atebion i’r angen hwnnw yn dod yma o hyn ymlaen.
thread-joined-with =
    Cyfunodd { $producer } yr angen hwn â { $reference }, gan eu bod yn gofyn am yr un peth.
    { $words }
    Bydd atebion i’r angen hwnnw yn dod yma o hyn ymlaen. Dyfynnwch y cyfeirnod { $reference }.

## A need that others said
thread-joined-was-withdrawn = Cafodd yr angen hwn ei gyfuno â { $reference }. Cafodd hwnnw ei dynnu’n ôl. Ni ddaw ateb yma. Os oes angen hyn arnoch o hyd, dywedwch y peth yn eich geiriau eich hun.
thread-was-withdrawn = Cafodd { $reference } ei dynnu’n ôl gan y rhai a ofynnodd amdano neu gan eu cymuned. Ni ddaw ateb yma. Os oes angen hyn arnoch o hyd, dywedwch y peth yn eich geiriau eich hun.
