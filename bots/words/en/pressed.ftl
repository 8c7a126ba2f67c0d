## Words that could leave

press-preview = Here is exactly what would be shared. Your name, this server and this chat are not in it.
press-helps = It will help with:
press-topic = Topic: { $themes }.
press-wider-offered = The button “Use the wider words” takes all of these, and shows you the words again. You may also keep yours.
press-read-first = A moderator of { $intermediary } reads it first. After that, statistics producers and the public can read it. { $stays } If you press nothing, nothing is sent, and this ends after 24 hours.
press-similar = Others have asked for something like this:
press-similar-choose = If it is the same, add your voice to theirs: it counts for more. If yours is different, say so, and you see it before it is sent.
press-reply-preview = Here is exactly what would be sent as your answer.

## Words that come back to their writer

press-you-wrote = You wrote:
press-typed-back = Your words, so that you need not type them again:
press-first-unfit = About the first question: { $error }. Nothing was shared.
press-second-unfit = About the second question: { $error }. Nothing was shared.
press-answer-unfit = About your words: { $error }. Nothing was sent. You wrote:
press-nothing-waits = I did not send it: nobody waits for an answer here any more. You wrote:
press-not-kept = I could not keep this: the machine I run on has a problem. Nothing was shared. Please try again in an hour.
press-too-late-to-change = The words that you changed do not wait any more. You can begin again with these.

## What cannot be done

press-not-understood = I could not read what you pressed, and nothing was done. Please use the command /need-help.
press-message-unfit = That message cannot be a need as it is: { $error }. Nobody was asked.
press-no-reference = That is no reference: they look like HB-7K3Q-9M2X. Please choose one from the list that is shown while you type, or use /need-mine.
press-no-words-there = I can only make a need of a person’s message with words. Please use /need
press-newer-words = There are newer words than these, so nothing was sent. Please look at the newest, or use /need-mine.
press-not-yours = This is for the person whose need it is. To see yours, use /need-mine.
press-not-done = Something that you pressed here could not be done after all. Please look with the command /need-mine and try it again
press-done-already = This was done before, so nothing was changed.
press-preview-waits = It waits for you: use /need-mine to see it.
press-was-stopped = It was stopped, and nothing was sent.
press-was-taken-back = It was taken back.
press-not-set-up = I am not set up in this server yet. Somebody who may manage the server can do it with /hearback setup
press-not-served = Whoever runs me has not put this server on their list, so I do nothing here. Please ask them.

## What was done, and news

press-asked-author = I have asked the person who wrote it. Only they can decide whether it is shared.
press-on-its-way = Thank you. Your words are on their way to { $intermediary }. They are safe: you can go.
press-thanks = Thank you. Your need is with { $intermediary }. { $taken } I write in the thread when it leaves, when it is answered, and when it is closed, and mention you there.
press-home = Somebody here said what they need from statistics. { $intermediary } reads it now. Its reference is { $reference }. News about it comes in this thread.
press-home-of-voices = Somebody here added their voice to the need { $reference }. News about it comes in this thread.
press-meets = Does this meet your need?
press-waits-edited = { $reference ->
    [none] A moderator would like to change the words of this need. Whoever wrote it decides.
   *[other] A moderator would like to change the words of { $reference }. Whoever wrote it decides.
}
press-waits-asked = { $reference ->
    [none] A moderator has a question about this need, for whoever wrote it.
   *[other] A moderator has a question about { $reference }, for whoever wrote it.
}
press-waits-refused = { $reference ->
    [none] A moderator did not pass this need on. Whoever wrote it can read why.
   *[other] A moderator did not pass { $reference } on. Whoever wrote it can read why.
}
press-kept-for-you = What you wrote is kept, and nothing of it was shared. To see it and go on, use the command /need-mine
press-mentions-off = I will not mention you anywhere. News still comes to your threads.
press-mentions-on = I will mention you when there is news.
press-quiet-here = I will not mention you in this thread. News still comes there, and /need-mine shows it.

## What somebody has here

press-mine = Your needs and voices. Only you can see this.
press-mine-none = You have no needs with me. To say one, use /need
press-mine-waits = { $reference } waits for you: the buttons below are about it.
press-mine-more = And { $count } more.
press-erasing-discord = What stands on Discord stays there: please delete your own messages yourself, and ask an admin of the server about mine. Discord itself keeps what it keeps.

## How it works

press-panel =
    Do you miss a figure, or do you need one to be better?
    Say it here in your own words. Your name is not shared. You see exactly what would be sent, and you hear back in a thread.
press-help =
    I bring needs for statistics to those who make them, without your name, and bring the answers back.
    /need: say what you need to know, or need to be better
    Right-click a message, Apps, Turn into a need: the same, with the words of a message
    /need-status: how a need stands
    /need-mine: your needs, seen by you alone
    /need-withdraw: take yours back
    /need-export: all that I keep about you, seen by you alone
    /need-erase: have it deleted; I say first what that does
    /who: which body answers for a subject
    /need-privacy: what is kept, and for how long
    { $intermediary } reads your words before they leave.
press-privacy = Who you are and which server this is stay with us, locked. What I take out of your words is not kept. Discord itself can read what you type and what I answer, even where only you see it. When I am removed from a server, all of it from there is deleted after 14 days. To take a need back, use /need-withdraw. To see all that is kept about you, use /need-export. To have it deleted, use /need-erase

## Buttons (at most 80 characters) and the list of topics

press-button-same = Add my voice to { $reference }
press-button-say = Tell statistics producers what you need
press-button-send = Send it
press-button-wider = Use the wider words
press-button-edit = Edit
press-button-again = Edit…
press-button-cancel = Cancel
press-button-different = Mine is different
press-button-open = See the words
press-button-quiet-here = Follow quietly
press-button-mentions-off = Don’t mention me anywhere
press-button-mentions-on = Mention me when there is news
press-button-erase = Erase all of it
press-button-erase-needs = Erase, and take my needs off the lists
press-button-voice = Add my voice
press-button-met = This meets my need
press-button-partly = Partly
press-button-not-met = Not met
press-button-read = Read it
press-button-question = See the question
press-button-answer = Answer
press-button-appeal = Ask for a second look
press-button-agree = Yes, that is right
press-button-disagree = No, not these words
press-button-leave = Leave it
press-choose-topic = Choose a topic

## Forms (titles and labels: at most 45 characters; examples: at most 100)

press-title-need = Say what you need from statistics
press-title-edit = Change your words
press-title-answer = Answer the question
press-title-appeal = Ask for a second look
press-label-need = What do you need to know, or to be better?
press-example-need = Child poverty figures for each ward, every year
press-label-use = What will it help you do?
press-example-use = Plan free holiday meals where they are needed
press-label-answer = Your answer, without names or places
press-label-appeal = Why should somebody look again?
