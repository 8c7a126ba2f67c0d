## What people are told before they write
thread-notice = Mae { $room } yn cadw’r edefyn hwn, dan glo. Cyfnod hiraf ar ôl ei neges olaf: { $kept }. { $intermediary } sy’n darllen eich geiriau gyntaf. Dim ond y geiriau rydych yn eu cymeradwyo y mae cynhyrchwyr ystadegau yn eu cael, heb eich enw; gall y rhain fod yn gyhoeddus. Gallwch dynnu’n ôl, neu gael dileu’r cyfan. Nid cais Rhyddid Gwybodaeth yw hwn.
thread-own-words = Eich geiriau eich hun yw’r rhain. Gallai rhywun sy’n gwybod sut rydych yn ysgrifennu eu hadnabod. Os yw hynny’n bwysig i chi, dywedwch y peth mewn geiriau eraill yn gyntaf.
thread-stays = Gallwch ei dynnu’n ôl unrhyw bryd. Os bydd wedi’i gyfuno erbyn hynny â’r un angen gan bobl eraill, bydd eu hangen nhw yn aros, heb ddim amdanoch chi ynddo.
thread-took-out = Tynnais y canlynol allan: { $removed }. Gwiriwch na allai dim arall ddangos pwy yw rhywun.
thread-removed-often = { $what } ({ $count } o weithiau)

## What still points at few people
thread-concern-masked = { $advice } Dweud “{ $instead }” yn lle “{ $found }”?
thread-concern-wider = Gallai “{ $found }” bwyntio at ychydig o bobl: dweud “{ $instead }” yn lle hynny?
thread-concern = “{ $found }”: { $advice }

## What a person did
thread-quoted = “{ $statement }”
thread-quoted-with-use = “{ $statement }” Bydd yn helpu gyda hyn: “{ $helps }”
thread-sent = Anfonoch y geiriau hyn: { $quoted }
thread-taken = Ei gyfeirnod yw { $reference }. Bydd cymedrolwr yn ei ddarllen erbyn { $day }.
thread-not-taken = Nid oedd modd anfon hwn ymlaen. { $detail }
thread-not-taken-need = Newidiwch eich geiriau, a’u hanfon eto.
thread-not-taken-voice = Edrychwch ar y rhestr o anghenion eto, a dewiswch un sydd ar agor.
thread-not-taken-other = Ni newidiodd dim arall yn yr edefyn hwn.
thread-cancelled = Fe wnaethoch stopio yma. Ni anfonwyd dim, a chafodd eich geiriau eu dileu.
thread-lapsed = Ni ddaeth ateb am 24 awr. Ni anfonwyd dim, a chafodd eich geiriau eu dileu. Gallwch ddechrau eto unrhyw bryd.
thread-voiced = Fe ychwanegoch eich llais at { $reference }: “{ $how }”. Bydd atebion iddo yn dod yma.
thread-replied = Eich ymateb: { $words }
thread-appealed =
    Gofynnoch am ail olwg: { $words }
    Bydd cymedrolwr arall yn darllen hyn.
thread-said-yes = Fe ddywedoch ie i’r geiriau newydd.
thread-said-no = Fe ddywedoch na i’r geiriau newydd. Ni fyddant yn cael eu defnyddio.
thread-judged = Fe ddywedoch: { $verdict }.
thread-felt-heard = Faint roeddech yn teimlo bod rhywun wedi gwrando: { $count } allan o 5.
thread-withdrawn = Fe dynnoch { $reference } yn ôl. Rydym wedi gofyn iddo gael ei dynnu’n ôl. Ni chlywch ragor yma.
thread-withdrawn-unsent = Fe dynnoch hwn yn ôl. Rydym wedi gofyn iddo gael ei dynnu’n ôl. Ni chlywch ragor yma.

## What a moderator decided
thread-released = Mae’r angen hwn wedi gadael y gymuned hon, heb ddim amdanoch chi ynddo. Gall cynhyrchwyr ystadegau ei ddarllen nawr. Dyfynnwch { $reference }.
thread-accepted = Cytunodd cymedrolwr i’r geiriau hyn. Byddant yn gadael gyda geiriau pobl eraill, fel na all neb weld o’r amser pwy a’u dywedodd. Y dyddiad cynharaf: { $day }. Clywch eto pan fydd rhywun yn ateb. Hyd nes iddynt adael gallwch eu tynnu’n ôl. Dyfynnwch { $reference }.
thread-named-left = Cytunodd cymedrolwr i’r geiriau hyn, ar gyfer cynhyrchwyr ystadegau a’r sefydliadau eraill sydd â chysylltiad yma, ac i neb arall: nid ydynt ar unrhyw dudalen gyhoeddus. Maent wedi gadael, heb ddim amdanoch chi ynddynt. Clywch eto pan fydd rhywun yn ateb. Dyfynnwch { $reference }.
thread-named-leaves = Cytunodd cymedrolwr i’r geiriau hyn, ar gyfer cynhyrchwyr ystadegau a’r sefydliadau eraill sydd â chysylltiad yma, ac i neb arall: nid ydynt ar unrhyw dudalen gyhoeddus. Byddant yn gadael gyda geiriau pobl eraill. Y dyddiad cynharaf: { $day }. Tan hynny gallwch eu tynnu’n ôl. Clywch eto pan fydd rhywun yn ateb. Dyfynnwch { $reference }.
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
    Ni anfonodd cymedrolwr hwn ymlaen. Rheswm: { $reason }.
    { $words }
    Os ydych yn meddwl bod hyn yn anghywir, gallwch ofyn am ail olwg, unwaith.
thread-refused-last =
    Ni anfonodd cymedrolwr hwn ymlaen. Rheswm: { $reason }.
    { $words }
    Hwn oedd yr olwg olaf. Gallwch ddechrau eto gyda geiriau eraill.
thread-merged =
    Gwelodd cymedrolwr fod { $reference } yn gofyn am yr un peth: “{ $statement }”
    { $words }
    Ychwanegwyd eich llais ato, a bydd ei atebion yn dod yma. Os yw eich angen chi yn un gwahanol, gallwch ofyn am ail olwg, unwaith. Dyfynnwch { $reference }.
thread-merged-last =
    Gwelodd cymedrolwr fod { $reference } yn gofyn am yr un peth: “{ $statement }”
    { $words }
    Ychwanegwyd eich llais ato, a bydd ei atebion yn dod yma. Os yw eich angen chi yn un gwahanol, gallwch ddechrau eto gyda geiriau eraill. Dyfynnwch { $reference }.

## What a producer said
thread-question =
    Mae { $producer } yn gofyn: { $words }
    Dyfynnwch { $reference }.
thread-answered = Atebodd { $producer }: { $status }.
thread-would-change = Beth fyddai’n newid hyn: { $words }
thread-expected = Disgwylir: { $when }.
thread-looked-at-again = Edrychir arno eto: { $when }.
thread-more = Mwy: { $link }
thread-why = Pam: { $reasons }.
thread-quote = Dyfynnwch { $reference }.
thread-passed-on = Anfonodd { $producer } hwn ymlaen i: { $to }.
thread-passed-on-next = Bydd { $to } yn dweud nesaf a yw’n ei dderbyn. Dyfynnwch { $reference }.
thread-joined =
    Cyfunodd { $producer } yr angen hwn ag angen arall, gan eu bod yn gofyn am yr un peth.
    { $words }
    Bydd atebion i’r angen hwnnw yn dod yma o hyn ymlaen.
thread-joined-with =
    Cyfunodd { $producer } yr angen hwn â { $reference }, gan eu bod yn gofyn am yr un peth.
    { $words }
    Bydd atebion i’r angen hwnnw yn dod yma o hyn ymlaen. Dyfynnwch { $reference }.

## A need that others said
thread-joined-was-withdrawn = Cafodd yr angen hwn ei gyfuno â { $reference }. Cafodd hwnnw ei dynnu’n ôl. Ni ddaw ateb yma. Os oes angen hyn arnoch o hyd, dywedwch y peth yn eich geiriau eich hun.
thread-was-withdrawn = Cafodd { $reference } ei dynnu’n ôl gan y rhai a ofynnodd amdano neu gan eu cymuned. Ni ddaw ateb yma. Os oes angen hyn arnoch o hyd, dywedwch y peth yn eich geiriau eich hun.
