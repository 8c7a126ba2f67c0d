## What people are told before they write
thread-notice = { $room } keeps this thread, locked, for at most { $kept } after its last message. { $intermediary } reads your words first. Statistics producers get only the words you approve, without your name; these may be made public. You can withdraw, or have all of it erased. This is not a Freedom of Information request.
thread-own-words = These are your own words. Somebody who knows how you write could tell that they are yours. If that matters to you, please say it in other words first.
thread-stays = You can take it back at any time. If it was joined with the same need of other people by then, theirs stays, with nothing about you in it.
thread-origin = It will say that it comes from: { $origin }.
thread-origin-none = It will say nothing of where it comes from.
thread-took-out = I took out: { $removed }. Please check that nothing else could point at somebody.
thread-removed-often = { $what } ({ $count } times)

## What still points at few people
thread-concern-masked = { $advice } Say “{ $instead }” instead of “{ $found }”?
thread-concern-wider = “{ $found }” could point at few people: say “{ $instead }” instead?
thread-concern = “{ $found }”: { $advice }
thread-not-english = This is not in English. I find names in English text only: here I took out what looks like a name. Please check yourself that it names nobody and no small place. Two moderators read it before it leaves.

## What a person did
thread-quoted = “{ $statement }”
thread-quoted-with-use = “{ $statement }” It will help with: “{ $helps }”
thread-sent = You sent these words: { $quoted }
thread-taken = It has the reference { $reference }. A moderator reads it by { $day }.
thread-not-taken = This could not be passed on. { $detail }
thread-not-taken-need = Please change your words, and send them again.
thread-not-taken-voice = Please look at the list of needs again, and choose one that is open.
thread-not-taken-other = Nothing else changed in this thread.
thread-cancelled = You stopped here. Nothing was sent, and your words were deleted.
thread-lapsed = There was no answer for 24 hours. Nothing was sent, and your words were deleted. You can start again at any time.
thread-voiced = You added your voice to { $reference }: “{ $how }”. Answers to it will come here.
thread-replied = You replied: { $words }
thread-appealed =
    You asked for a second look: { $words }
    Another moderator reads this.
thread-said-yes = You said yes to the changed words.
thread-said-no = You said no to the changed words. They will not be used.
thread-judged = You said: { $verdict }.
thread-felt-heard = How much you felt heard: { $count } out of 5.
thread-withdrawn = You withdrew { $reference }. We have asked for it to be taken back: it is off our lists by the end of tomorrow. You will hear no more here.
thread-withdrawn-unsent = You withdrew this. We have asked for it to be taken back: it is off our lists by the end of tomorrow. You will hear no more here.

## What a moderator decided
thread-released = This need has left this community, with nothing about you in it. Statistics producers can read it now. Quote { $reference }.
thread-accepted = A moderator agreed to these words. They leave together with those of other people, so that nobody can tell from the time whose they are: on { $day } at the earliest. You hear again when somebody answers. Until they leave you can take them back. Quote { $reference }.
thread-named-left = A moderator agreed to these words, for statistics producers and the other organisations that are connected here, and for nobody else: they stand on no public page. They have left, with nothing about you in them. You hear again when somebody answers. Quote { $reference }.
thread-named-leaves = A moderator agreed to these words, for statistics producers and the other organisations that are connected here, and for nobody else: they stand on no public page. They leave together with those of other people: on { $day } at the earliest. Until then you can take them back. You hear again when somebody answers. Quote { $reference }.
thread-held-back = { $reference } does not leave yet: a moderator reads it once more. You need to do nothing.
thread-retracted =
    A moderator took { $reference } back, because it should not have left as it was.
    { $words }
    Its words are erased. If you still need this, please say it again in other words.
thread-edited =
    A moderator would like to change your words.
    Before: { $before }
    After: { $after }
    Why: { $words }
thread-moderator-asks = A moderator asks: { $words }
thread-refused =
    A moderator did not pass this on. Reason: { $reason }.
    { $words }
    If you think this is wrong, you can ask for a second look, once.
thread-refused-last =
    A moderator did not pass this on. Reason: { $reason }.
    { $words }
    This was the last look. You can start again with other words.
thread-merged =
    A moderator found that { $reference } asks for the same: “{ $statement }”
    { $words }
    Your voice was added to it, and its answers come here. If yours is another need, you can ask for a second look, once. Quote { $reference }.
thread-merged-last =
    A moderator found that { $reference } asks for the same: “{ $statement }”
    { $words }
    Your voice was added to it, and its answers come here. If yours is another need, you can start again with other words. Quote { $reference }.

## What a producer said
thread-question =
    { $producer } asks: { $words }
    Quote { $reference }.
thread-answered = { $producer } answered: { $status }.
thread-would-change = What would change this: { $words }
thread-expected = Expected: { $when }.
thread-looked-at-again = It will be looked at again: { $when }.
thread-more = More: { $link }
thread-why = Why: { $reasons }.
thread-quote = Quote { $reference }.
thread-passed-on = { $producer } passed this on to { $to }.
thread-passed-on-next = { $to } says next whether it takes it on. Quote { $reference }.
thread-joined =
    { $producer } joined this need with another need, because they ask for the same.
    { $words }
    Answers to that need come here from now on.
thread-joined-with =
    { $producer } joined this need with { $reference }, because they ask for the same.
    { $words }
    Answers to that need come here from now on. Quote { $reference }.

## A need that others said
thread-joined-was-withdrawn = This need was joined with { $reference }. That one was taken back. No answer will come here. If you still need this, please say it in your own words.
thread-was-withdrawn = { $reference } was taken back by those who asked for it or by their community. No answer will come here. If you still need this, please say it in your own words.
