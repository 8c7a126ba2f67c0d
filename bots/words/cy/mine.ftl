# What people are told about what is kept of them; of words that do not fit; of other doors.

## For how long things are kept

mine-days =
    { $count ->
        [one] un diwrnod
        [two] dau ddiwrnod
       *[other] { $count } diwrnod
    }
mine-days-year = un flwyddyn
mine-days-two-years = dwy flynedd

## A receipt of what was agreed

mine-receipt =
    { $reference ->
        [none] Derbynneb
       *[other] Derbynneb ar gyfer { $reference }
    }: ar { $day }{ $way ->
        [room] , yn yr ystafell we,
        [matrix] , ar Matrix,
        [discord] , ar Discord,
       *[none] {""}
    } fe gytunoch chi { $purpose ->
        [need] y caiff y geiriau hyn eu hanfon
        [edit] y caiff y geiriau newydd eu hanfon
        [reply] y caiff eich ateb ei anfon
       *[voice] y caiff eich llais ei gyfrif
    }.
mine-receipt-reads = { $intermediary } sy’n darllen yn gyntaf.
mine-receipt-words = Ôl bys y geiriau: { $mark }.
mine-receipt-notice = Hysbysiad { $version }.
mine-receipt-kept = Cyfnod cadw hiraf: { $kept } ar ôl y neges olaf, neu nes i chi ei ddileu.
mine-receipt-taken = Fe dynnoch chi hyn yn ôl ar { $day }.

## What there is

mine-threads =
    { $count ->
        [zero] dim edeifion
        [one] un edefyn
        [two] dau edefyn
       *[other] { $count } edefyn
    }
mine-needs =
    { $count ->
        [zero] dim anghenion
        [one] un angen
        [two] dau angen
       *[other] { $count } angen
    }
mine-voices =
    { $count ->
        [zero] dim lleisiau
        [one] un llais
        [two] dau lais
       *[other] { $count } llais
    }
mine-drafts =
    { $count ->
        [zero] dim drafftiau
        [one] un drafft
        [two] dau ddrafft
       *[other] { $count } drafft
    }

## What erasing does

mine-before-kept = Dyma beth sy’n cael ei gadw amdanoch chi yma: { $toll }. Byddai’r cyfan yn cael ei ddileu: pob neges, pob drafft, yr hyn y cytunoch chi iddo, a phwy ydych chi.
mine-before-not-left = Bydd anghenion sydd heb adael eto yn cael eu tynnu’n ôl. Bydd eich lleisiau yn cael eu tynnu’n ôl.
mine-before-left = Bydd anghenion sydd wedi gadael yn aros ar y rhestrau, gan nad oes dim ynddyn nhw sy’n dweud pwy a’u hysgrifennodd. Wedi hyn, ni fydd neb yn gallu gwybod hynny. Gallwch ofyn iddyn nhw gael eu tynnu oddi ar y rhestrau hefyd. Nid oes modd galw’n ôl yr hyn y mae pobl eraill wedi’i gopïo.
mine-before-end = Ni all unrhyw ateb eich cyrraedd ar ôl hyn, ac nid oes modd ei ddadwneud. Bydd y cyfan yn aros ar hen gopïau wrth gefn pwy bynnag sy’n rhedeg y gwasanaeth hwn, nes i gopïau newydd gymryd eu lle.
mine-nothing = Nid wyf yn cadw dim byd amdanoch chi.
mine-after =
    Wedi’i wneud. Dyma beth rwyf wedi’i ddileu: { $toll }. Mae lleisiau, ac anghenion a oedd heb adael, wedi’u tynnu’n ôl. { $released ->
        [back] Mae anghenion a oedd wedi gadael yn cael eu tynnu oddi ar y rhestrau hefyd.
       *[stay] Mae anghenion a oedd wedi gadael yn aros ar y rhestrau, ac ni all neb wybod pwy a’u hysgrifennodd.
    } Ni fyddwch yn clywed rhagor amdanyn nhw.

## Words that do not fit (inside a sentence)

mine-text-empty = mae hyn yn wag; ysgrifennwch rywbeth
mine-text-too-short = mae hyn yn rhy fyr (nifer y nodau: { $got }); ysgrifennwch o leiaf { $min }
mine-text-too-long = mae hyn yn rhy hir (nifer y nodau: { $got }); peidiwch ag ysgrifennu mwy na { $max }
mine-text-foreign = nid yw hwn yn Saesneg, a dim ond mewn testun Saesneg y gallaf ddod o hyd i enwau: ysgrifennwch ef yn Saesneg
mine-text-hidden = mae nod cudd yma ({ $code }) a all gamarwain darllenydd; teipiwch hyn eto hebddo

## Other doors (inside a sentence)

mine-door-danger = mae’n swnio fel petai rhywun mewn perygl. Mae hynny’n bwysicach nag unrhyw ffigur, ac ni all neb yma wneud dim am y peth, felly nid wyf wedi cadw dim ohono. Mewn argyfwng, ffoniwch 999. I siarad â rhywun yn Gymraeg neu yn Saesneg ar unrhyw adeg yng Nghymru, ffoniwch linell gymorth C.A.L.L. ar 0800 132 737. Gallwch ffonio’r Samariaid yn Saesneg ar unrhyw adeg ar 116 123, neu yn Gymraeg rhwng 7 ac 11 yr hwyr ar 0808 164 0123. Gall plant ffonio Childline ar 0800 1111. Os yw rhywun gartref yn eich brifo, ffoniwch Byw Heb Ofn yng Nghymru, yn Gymraeg neu yn Saesneg, ar 0808 80 10 800; y tu allan i Gymru, ffoniwch 0808 2000 247
mine-door-case = mae’n swnio fel eich achos personol chi, ac ni all pobl yma helpu gyda hynny, felly nid wyf wedi cadw dim ohono. Gall Cyngor ar Bopeth helpu: citizensadvice.org.uk, neu ffoniwch 0800 702 2020 yng Nghymru, 0800 144 8848 yn Lloegr. Os oes ffigurau ar goll, dywedwch pa rai, heb eich stori eich hun
mine-door-information = mae’n swnio fel cais am wybodaeth o dan y gyfraith. Rhaid i gais fel hyn fynd at y corff sy’n dal yr wybodaeth, yn eich enw chi, felly nid wyf wedi cadw dim ohono. Sut i’w wneud: gov.uk/make-a-freedom-of-information-request. Os oes ffigurau ar goll i bawb, dywedwch pa rai
mine-door-complaint = mae’n swnio fel cwyn, ac ni all neb yma benderfynu ar un, felly nid wyf wedi cadw dim ohoni. Ysgrifennwch at y corff y mae’r gŵyn amdano; os yw’r gŵyn am ystadegau swyddogol, at y Swyddfa Rheoleiddio Ystadegau, regulation@statistics.gov.uk. Os oes ffigurau ar goll, dywedwch pa rai
