## A need in a line
chat-need = { $reference }: “{ $statement }” ({ $status })
chat-need-of-many = { $reference }: “{ $statement }” ({ $status }; nifer y bobl: { $voices })
chat-about = Mae hyn yn ymwneud â { $reference }. Nid oes modd cyrraedd y neges y dechreuodd â hi bellach.
chat-about-unsent = Mae hyn yn ymwneud â’r hyn a ddywedoch chi. Nid oes modd cyrraedd y neges y dechreuodd â hi bellach.

## What can be done about a message
chat-hint-taken = Byddaf yn ysgrifennu yma pan fydd cymedrolwr wedi’i ddarllen, a phan fydd rhywun yn ateb.
chat-hint-voiced = I’w dynnu’n ôl, ysgrifennwch: tynnu’n ôl
chat-hint-edited = Ydy hyn yn iawn? Ymatebwch â ✅ neu ❌, neu ysgrifennwch: ie neu na.
chat-hint-asked = Ysgrifennwch eich ateb yma, heb enwau na lleoedd. Byddaf yn ei ddangos i chi yn gyntaf.
chat-hint-refused = I ofyn am ail olwg, ysgrifennwch: apêl, a pham.
chat-hint-answered = Ydy hyn yn diwallu eich angen? Ymatebwch â ✅ (ydy), 🔸 (rhannol) neu ❌ (nac ydy), neu ysgrifennwch: ydy, rhannol neu nac ydy.
chat-for-you-too = Mae hyn i chi hefyd: edrychwch ar yr hyn a ysgrifennais amdano yma o’r blaen.
chat-voices-here = Mae 👍 yma yn ychwanegu eich llais at { $reference }: “Rwy’n defnyddio hyn”. Byddaf yn eich crybwyll pan ddaw ateb. I dynnu eich llais yn ôl, tynnwch eich 👍 i ffwrdd.
chat-voice-back = Mae eich llais dros { $reference } wedi’i dynnu’n ôl.
chat-voiced-before = Mae eich llais dros { $reference } wedi’i gyfrif yn barod.
chat-which = Mae gennych fwy nag un. Ysgrifennwch: tynnu’n ôl a’r cyfeirnod, er enghraifft tynnu’n ôl HB-7K3Q-9M2X

## What people ask for
chat-help =
    Rwy’n mynd ag anghenion am ystadegau at y rhai sy’n cynhyrchu’r ystadegau, heb eich enw, ac yn dod â’r atebion yn ôl yma.
    !need a’ch geiriau: dweud beth mae angen i chi ei wybod, neu beth mae angen ei wella
    !need fel ateb i neges: awgrymu bod neges rhywun yn angen; y person hwnnw sy’n penderfynu
    👍 ar angen, neu !need same HB-…: ychwanegu eich llais
    !need status: beth yw sefyllfa angen
    !need mine: eich anghenion, mewn neges uniongyrchol
    !need withdraw: tynnu eich angen yn ôl
    !need export: popeth rwy’n ei gadw amdanoch chi, mewn neges uniongyrchol
    !need erase: dileu’r cyfan; byddaf yn dweud yn gyntaf beth mae hynny’n ei wneud
    !need who a phwnc: pa gorff sy’n gyfrifol amdano
    !need quiet neu !need loud: a fyddaf yn eich crybwyll ai peidio
    !need language en: byddaf yn siarad Saesneg yn yr ystafell hon, pan fydd gweinyddwr yn dweud hynny
    !need origin hide neu !need origin show: a fydd anghenion o’r ystafell hon yn dweud o ba fath o gymuned maen nhw’n dod; gweinyddwr sy’n penderfynu
    !need privacy: beth sy’n cael ei gadw, ac am ba hyd
    Bydd { $intermediary } yn darllen eich geiriau cyn iddyn nhw adael.
chat-privacy =
    { $notice }
    Mae pwy ydych chi, a pha ystafell yw hon, yn aros gyda ni, dan glo. Nid yw’r hyn rwy’n ei dynnu allan o’ch geiriau yn cael ei gadw. Gall pwy bynnag sy’n rhedeg y gweinydd sgwrsio hwn ddarllen ystafelloedd sydd heb eu hamgryptio. I dynnu angen yn ôl, dilëwch eich neges neu ysgrifennwch: !need withdraw
    I weld popeth sy’n cael ei gadw amdanoch chi, ysgrifennwch: !need export. I ddileu’r cyfan, ysgrifennwch: !need erase
chat-who-unknown = Nid wyf yn gwybod pa gorff sy’n gyfrifol am hynny. Rhowch gynnig ar eiriau eraill (yn Saesneg am y tro), er enghraifft: hospital waiting times
chat-who-connected = { $name }: { $because }. Wedi’i gysylltu yma.
chat-who = { $name }: { $because }.
chat-mine = Eich anghenion a’ch lleisiau:
chat-mine-none = Nid oes gennych anghenion gyda mi. I ddweud beth yw eich angen, ysgrifennwch: !need a’ch geiriau
chat-more-about-me = I gael popeth rwy’n ei gadw amdanoch chi, ysgrifennwch: !need export. I ddileu’r cyfan, ysgrifennwch: !need erase
chat-before-erasing = Bydd yr hyn sydd mewn ystafelloedd sgwrsio yn aros yno: dilëwch eich negeseuon eich hun, a gofynnwch i weinyddwr yr ystafell am fy rhai i. Wedyn byddaf yn gadael ein hystafell uniongyrchol.
chat-erase-how =
    I wneud hynny, ysgrifennwch: !need erase yes
    I wneud hynny a thynnu eich anghenion oddi ar y rhestrau, ysgrifennwch: !need erase and withdraw yes
chat-export = Dyma bopeth rwy’n ei gadw amdanoch chi. Nifer y negeseuon, yn eu trefn: { $count }. Mae ar ffurf JSON, fel y gall rhaglenni ei ddarllen hefyd. Gall pwy bynnag sy’n gallu darllen y sgwrs hon ei ddarllen.
chat-quiet = Ni fyddaf yn eich crybwyll. Bydd atebion yn dal i ddod i’ch edeifion.
chat-loud = Byddaf yn eich crybwyll pan ddaw ateb.

## How a thread stands
chat-not-sent-yet = heb ei anfon eto
chat-line = { $reference }: “{ $statement }”
chat-line-preview = Yn aros i chi ddweud ie: “{ $statement }”
chat-line-asked = { $need } (mae cwestiwn yn aros amdanoch chi)
chat-line-refused = { $need } (heb ei anfon ymlaen)
chat-line-merged = { $need } (wedi’i gyfuno â { $reference })
chat-line-voiced = { $reference }: eich llais

## The bot in a room
chat-unreadable = Nid oedd modd i mi ddarllen y neges honno: ni roddodd eich ap ei hallwedd i mi. Anfonwch hi eto, neu ysgrifennwch ataf mewn neges uniongyrchol. Yn Element, rhaid i “Never send encrypted messages to unverified sessions” fod wedi’i ddiffodd i mi.
chat-introduction = Fy enw i yw hearback. Gall pobl yma ddweud wrth gynhyrchwyr ystadegau beth sydd ei angen arnyn nhw, heb roi eu henw, a chael ateb yn yr un edefyn. Rwy’n cadw pob edefyn, dan glo. Cyfnod cadw hiraf: { $kept } ar ôl ei neges olaf. Bydd { $intermediary } yn darllen pob angen cyn iddo adael. Rwyf wedi fy niffodd nes bod gweinyddwr yr ystafell hon yn ysgrifennu: !need on
chat-hello = Fy enw i yw hearback. Dywedwch wrthyf yma beth mae angen i chi ei wybod o ystadegau, neu beth mae angen ei wella. Byddaf yn dangos yr union eiriau i chi cyn i unrhyw beth gael ei rannu. Bydd { $intermediary } yn eu darllen yn gyntaf. I wybod mwy, ysgrifennwch: help
chat-not-in-open-rooms = Gall unrhyw un ymuno â’r ystafell hon neu ei darllen, ac nid wyf wedi cael fy sefydlu ar gyfer ystafelloedd o’r fath. Rwy’n gadael nawr. Gall pwy bynnag sy’n fy rhedeg ganiatáu hyn drwy roi open_rooms = true o dan [matrix].
chat-on = Rwyf ymlaen. I ddweud beth yw eich angen, ysgrifennwch: !need a’ch geiriau. I wybod mwy, ysgrifennwch: !need help
chat-off = Rwyf wedi fy niffodd yn yr ystafell hon. Bydd atebion i anghenion cynharach yn dal i ddod.
chat-is-off = Rwyf wedi fy niffodd yn yr ystafell hon. Gall gweinyddwr yr ystafell fy nhroi ymlaen: !need on
chat-given-up = Am ddiwrnod, nid oedd modd i mi gael yr wybodaeth yr oedd ei hangen arnaf am yr ystafell hon. Felly nid wyf wedi gwneud dim â’ch neges. Anfonwch hi eto.
chat-admins-only = Dim ond gweinyddwr yr ystafell hon sy’n gallu gwneud hynny.
chat-language = Rwy’n siarad Cymraeg yma. Gallwch ysgrifennu eich angen yn Gymraeg, ond ni allaf ddod o hyd i enwau mewn testun Cymraeg yn dda eto. Felly bydd dau gymedrolwr yn ei ddarllen cyn iddo adael. Os bydd cwestiwn i chi, atebwch yn Saesneg. Daw atebion yn iaith pwy bynnag sy’n ateb.
chat-language-unknown = Nid wyf yn siarad “{ $code }” eto. Rwy’n siarad Saesneg (en) a Chymraeg (cy).
chat-origin-shown = O hyn ymlaen, bydd anghenion oddi yma yn dweud o ble maen nhw’n dod: { $origin }.
chat-origin-hidden = O hyn ymlaen, ni fydd anghenion oddi yma yn dweud o ble maen nhw’n dod. Bydd geiriau rwyf wedi’u dangos yn barod yn aros fel y maen nhw.
chat-origin-small = Rwyf wedi nodi hynny. Ond tra bydd llai nag 20 o bobl yma, neu os na allaf weld faint sydd yma, ni fydd anghenion oddi yma yn dweud o ble maen nhw’n dod, fel na all neb gael ei adnabod.
chat-origin-none = Rwyf wedi nodi hynny. Ond mae pwy bynnag sy’n fy rhedeg wedi dewis nad yw anghenion yn dweud o ble maen nhw’n dod. Felly ni fydd y rhai oddi yma yn dweud hynny chwaith.
chat-nothing-of-yours = Ni allaf ddod o hyd i angen gennych chi sy’n cyd-fynd â hyn. I weld eich anghenion chi, ysgrifennwch: !need mine
chat-nothing-of-yours-pressed = Ni allaf ddod o hyd i angen gennych chi sy’n cyd-fynd â hyn. I weld eich anghenion chi, defnyddiwch /need-mine
chat-no-need = Ni allaf ddod o hyd i’r angen { $reference }. Gwiriwch y cyfeirnod.
chat-node-away = Ni allaf chwilio am hynny ar hyn o bryd. Rhowch gynnig arall arni ymhen ychydig funudau.
chat-leaving = Rwy’n gadael yr ystafell hon, fel y gofynnodd gweinyddwr. Ni all atebion ddod yma bellach i’r anghenion a ddaeth o’r ystafell hon.
chat-too-much = Mae gormod yn cael ei ysgrifennu ataf yma ar yr un pryd. Nid yw’r hyn sy’n dod nawr yn cael ei ddarllen; ysgrifennwch eto ymhen ychydig funudau.

## The preview
chat-preview = Dyma’r hyn a fyddai’n cael ei rannu. Nid yw eich enw, yr ystafell hon na’r sgwrs hon ynddo.
chat-statement = “{ $words }”
chat-helps-with = Bydd yn helpu gyda hyn: “{ $words }”
chat-wider = I ddefnyddio’r geiriau ehangach hyn, ymatebwch â { $sign } neu ysgrifennwch: ehangach. Byddaf yn dangos y geiriau i chi eto wedyn. Gallwch hefyd gadw eich geiriau chi.
chat-reads-first = Bydd un o gymedrolwyr { $intermediary } yn ei ddarllen yn gyntaf. Ar ôl hynny, gall cynhyrchwyr ystadegau a’r cyhoedd ei ddarllen.
chat-similar = Mae pobl eraill wedi gofyn am rywbeth tebyg i hyn:
chat-add-voice = { $need } I ychwanegu eich llais ato yn lle hynny, ysgrifennwch: same { $reference }
chat-decide = I’w anfon, ymatebwch â ✅ neu ysgrifennwch: ie. I’w newid, atebwch gyda geiriau eraill. I stopio, ymatebwch â ❌ neu ysgrifennwch: na. Heb ateb, ni chaiff dim ei anfon, a daw hyn i ben ar ôl 24 awr.
chat-suggested = Mae { $by } yn meddwl y dylai’r rhai sy’n cynhyrchu ystadegau glywed hyn. Dim ond chi a all benderfynu a gaiff ei rannu.
chat-suggested-by-somebody = Mae rhywun yn eich ystafell yn meddwl y dylai’r rhai sy’n cynhyrchu ystadegau glywed hyn. Dim ond chi a all benderfynu a gaiff ei rannu.
chat-asked-before = Rwyf wedi gofyn am y neges honno o’r blaen. Pwy bynnag a’i hysgrifennodd sydd i benderfynu a gaiff ei rhannu.
chat-no-words-there = Dim ond neges â geiriau ynddi y gallaf ei throi’n angen, ac ni allaf ddod o hyd i eiriau yno. Ysgrifennwch: !need a’ch geiriau
chat-newer-words = Mae geiriau mwy diweddar na’r rhain. Ni chafodd dim ei anfon. Edrychwch ar fy neges olaf am hyn, ac ymatebwch yno.
chat-look-first = Roeddwn yn dal i ysgrifennu’r geiriau newydd. Ni chafodd dim ei anfon. Darllenwch nhw, ac yna ysgrifennwch: ie
chat-edited-too-late = Fe newidioch chi eich neges, ond cafodd { $reference } ei anfon gyda’r geiriau a gymeradwyoch chi. I’w dynnu’n ôl, ysgrifennwch: tynnu’n ôl. Yna gallwch ei ddweud eto gyda geiriau eraill.
chat-reply = Dyma’r hyn a fyddai’n cael ei anfon fel eich ateb.
chat-reply-decide = I’w anfon, ymatebwch â ✅ neu ysgrifennwch: ie. I’w newid, ysgrifennwch ef eto. I beidio â’i anfon, ymatebwch â ❌ neu ysgrifennwch: na.
chat-reply-dropped = Nid wyf wedi’i anfon. Mae’r cwestiwn yn dal yn agored: gallwch ysgrifennu ateb arall yma unrhyw bryd.
chat-saved = Diolch. Mae eich geiriau wedi’u cadw, a byddaf yn eu hanfon ymlaen cyn gynted ag y gallaf. Nid oes angen i chi wneud dim.
chat-nothing-waits = Nid wyf wedi’i anfon: nid oes neb yn aros am ateb yma bellach.
chat-sent-alone = Gall unrhyw un ddarllen yr ystafell hon, felly rwyf wedi anfon neges uniongyrchol atoch chi.
chat-not-shared = { $error }. Ni chafodd dim ei rannu.
chat-not-sent = { $error }. Ni chafodd dim ei anfon.
chat-appeal-how = { $error }. Ysgrifennwch: apêl, a pham, mewn un neges.
chat-write-again = Ysgrifennwch eich geiriau eto yma, fel ateb i’m neges. Byddaf yn eu dangos i chi cyn i unrhyw beth gael ei anfon.
