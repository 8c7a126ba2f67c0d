# What people are told about what is kept of them; of words that do not fit; of other doors.

## For how long things are kept

mine-days =
    { $count ->
        [one] one day
       *[other] { $count } days
    }
mine-days-year = one year
mine-days-two-years = two years

## A receipt of what was agreed

mine-receipt =
    { $reference ->
        [none] Receipt
       *[other] Receipt for { $reference }
    }: on { $day }{ $way ->
        [room] , in the web room,
        [matrix] , on Matrix,
        [discord] , on Discord,
       *[none] {""}
    } you agreed that { $purpose ->
        [need] these words may be sent
        [edit] the changed words may be sent
        [reply] your answer may be sent
       *[voice] your voice may be counted
    }.
mine-receipt-reads = { $intermediary } reads first.
mine-receipt-words = Fingerprint of the words: { $mark }.
mine-receipt-notice = Notice { $version }.
mine-receipt-kept = Kept for at most { $kept } after the last message, or until you erase it.
mine-receipt-taken = You took it back on { $day }.

## What there is

mine-threads =
    { $count ->
        [one] one thread
       *[other] { $count } threads
    }
mine-needs =
    { $count ->
        [one] one need
       *[other] { $count } needs
    }
mine-voices =
    { $count ->
        [one] one voice
       *[other] { $count } voices
    }
mine-drafts =
    { $count ->
        [one] one draft
       *[other] { $count } drafts
    }

## What erasing does

mine-before-kept = This is kept of you here: { $toll }. All of it would be deleted: every message, every draft, what you agreed to, and who you are.
mine-before-not-left = Needs that have not left yet are taken back. Your voices are taken back.
mine-before-left = Needs that have left stay on the lists, because nothing in them says whose they are, and then nobody can tell any more. You can have them taken off the lists too. What others copied cannot be called back.
mine-before-end = No answer can reach you after this, and it cannot be undone. Old backups of whoever runs this hold it until they are replaced.
mine-nothing = I keep nothing about you.
mine-after =
    Done. I deleted { $toll }. Needs that had not left and voices are taken back. { $released ->
        [back] Needs that had left are being taken off the lists too.
       *[stay] Needs that had left stay on the lists, and nobody can tell whose they are.
    } You will hear no more of them.

## Words that do not fit (inside a sentence)

mine-text-empty = this is empty; please write something
mine-text-too-short = this is too short ({ $got } characters); please write at least { $min }
mine-text-too-long = this is too long ({ $got } characters); please keep it to { $max }
mine-text-foreign = this is not in English, and I find names in English text only: please write it in English
mine-text-hidden = this holds a hidden character ({ $code }) that can mislead a reader; please type it again without

## Other doors (inside a sentence)

mine-door-danger = this sounds as if somebody may be in danger. That matters more than any figure, and nobody here can act on it, so I kept none of it. In an emergency ring 999. To talk to somebody at any hour, ring Samaritans on 116 123; children can ring Childline on 0800 1111; if somebody at home hurts you, ring 0808 2000 247
mine-door-case = this sounds like a case of your own, and people here cannot help with that, so I kept none of it. Citizens Advice can: citizensadvice.org.uk, or ring 0800 144 8848 in England, 0800 702 2020 in Wales. If figures are missing, please say which ones, without your own story
mine-door-information = this sounds like a request for information under the law, which has to go to the body that holds it, in your name, so I kept none of it. How to do it: gov.uk/make-a-freedom-of-information-request. If figures are missing for everybody, please say which ones
mine-door-complaint = this sounds like a complaint, and nobody here can decide about one, so I kept none of it. Please write to the body that it is about; about official statistics, to the Office for Statistics Regulation, regulation@statistics.gov.uk. If figures are missing, please say which ones
