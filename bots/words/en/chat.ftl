## A need in a line
chat-need = { $reference }: “{ $statement }” ({ $status })
chat-need-of-many = { $reference }: “{ $statement }” ({ $status }, { $voices } people)
chat-about = This is about { $reference }. The message it began with cannot be reached any more.
chat-about-unsent = This is about what you said. The message it began with cannot be reached any more.

## What can be done about a message
chat-hint-taken = I will write here when a moderator has read it, and when somebody answers.
chat-hint-voiced = To take it back, write: withdraw
chat-hint-edited = Is this right? React with ✅ or ❌, or write: yes or no.
chat-hint-asked = Please write your answer here, without names or places. I show it to you first.
chat-hint-refused = To ask for a second look, write: appeal, and why.
chat-hint-answered = Does this meet your need? React with ✅ (yes), 🔸 (partly) or ❌ (no), or write: met, partly or not met.
chat-for-you-too = This is for you too: please see what I wrote about it here before.
chat-voices-here = A 👍 here adds your voice to { $reference }: “I use this”. I will mention you when an answer comes. To take your voice back, take your 👍 away.
chat-voice-back = Your voice for { $reference } is taken back.
chat-voiced-before = Your voice for { $reference } is counted already.
chat-which = You have more than one. Please write: withdraw and the reference, such as withdraw HB-7K3Q-9M2X

## What people ask for
chat-help =
    I bring needs for statistics to those who make them, without your name, and bring the answers back here.
    !need and your words: say what you need to know, or need to be better
    !need as a reply: suggest that somebody’s message is a need; they decide
    👍 on a need, or !need same HB-…: add your voice
    !need status: how a need stands
    !need mine: your needs, in a direct message
    !need withdraw: take yours back
    !need export: all that I keep about you, in a direct message
    !need erase: have it deleted; I say first what that does
    !need who and a subject: which body answers for it
    !need quiet or !need loud: whether I mention you
    !need language cy: I speak Welsh in this room, once an admin says so
    !need origin hide or !need origin show: whether needs from this room say what kind of community they come from; an admin decides
    !need privacy: what is kept, and for how long
    { $intermediary } reads your words before they leave.
chat-privacy =
    { $notice }
    Who you are and which room this is stay with us, locked. What I take out of your words is not kept. Whoever runs this chat server can read rooms that are not encrypted. To take a need back, delete your message or write: !need withdraw
    To see all that is kept about you, write: !need export. To have it deleted, write: !need erase
chat-who-unknown = I do not know which body answers for that. Please try other words, such as: hospital waiting times
chat-who-connected = { $name }: { $because }. Connected here.
chat-who = { $name }: { $because }.
chat-mine = Your needs and voices:
chat-mine-none = You have no needs with me. To say one, write: !need and your words
chat-more-about-me = For all that I keep about you, write: !need export. To have it deleted, write: !need erase
chat-before-erasing = What stands in chat rooms stays there: please delete your own messages yourself, and ask an admin of the room about mine. Afterwards I leave our direct room.
chat-erase-how =
    To do it, write: !need erase yes
    To do it and take your needs off the lists, write: !need erase and withdraw yes
chat-export = { $count ->
    [one] Here is all that I keep about you, in { $count } message. It is in JSON, so that programs can read it too. Whoever can read this chat can read it.
   *[other] Here is all that I keep about you, in { $count } messages, in order. It is in JSON, so that programs can read it too. Whoever can read this chat can read it.
}
chat-quiet = I will not mention you. Answers still come to your threads.
chat-loud = I will mention you when an answer comes.

## How a thread stands
chat-not-sent-yet = not sent yet
chat-line = { $reference }: “{ $statement }”
chat-line-preview = Waits for your yes: “{ $statement }”
chat-line-asked = { $need } (a question waits for you)
chat-line-refused = { $need } (not passed on)
chat-line-merged = { $need } (joined with { $reference })
chat-line-voiced = { $reference }: your voice

## The bot in a room
chat-unreadable = I could not read that message: your app did not give me its key. Please send it again, or write to me in a direct message. In Element, “Never send encrypted messages to unverified sessions” must be off for me.
chat-introduction = I am hearback. People here can tell statistics producers what they need, without their name, and hear back in the same thread. I keep each thread, locked, for at most { $kept } after its last message. { $intermediary } reads each need before it leaves. I am off until an admin of this room writes: !need on
chat-hello = I am hearback. Tell me here what you need to know from statistics, or need to be better. I show you the exact words before anything is shared, and { $intermediary } reads them first. For more, write: help
chat-not-in-open-rooms = Anybody can join or read this room, and I am not set up for such rooms. I leave now. Whoever runs me can allow it with open_rooms = true under [matrix].
chat-on = I am on. To say a need, write: !need and your words. For more, write: !need help
chat-off = I am off in this room. Answers to needs that were said before still come.
chat-is-off = I am off in this room. An admin of the room can switch me on: !need on
chat-given-up = I could not find out what I needed about this room for a day, so I did nothing with your message. Please send it again.
chat-admins-only = Only an admin of this room can do that.
chat-language = I speak English here.
chat-language-unknown = I do not speak “{ $code }” yet. I speak English (en) and Welsh (cy).
chat-origin-shown = From now on, needs from here say that they come from: { $origin }.
chat-origin-hidden = From now on, needs from here say nothing of where they come from. Words that I have shown already stay as they are.
chat-origin-small = I have noted it. But as long as fewer than 20 people are here, or I cannot tell how many, needs from here say nothing of where they come from, so that nobody can be recognised.
chat-origin-none = I have noted it. But whoever runs me has chosen that needs say nothing of where they come from, so those from here say nothing either.
chat-nothing-of-yours = I find no need of yours that this fits. To see yours, write: !need mine
chat-nothing-of-yours-pressed = I find no need of yours that this fits. To see yours, use /need-mine
chat-no-need = I find no need { $reference }. Please check the reference.
chat-node-away = I cannot look that up just now. Please try again in a few minutes.
chat-leaving = I leave this room, as an admin asked. Needs that were said here can no longer be answered here.
chat-too-much = Too much is written to me here at once. What comes now is not read; please write again in a few minutes.

## The preview
chat-preview = Here is what would be shared. Your name, this room and this chat are not in it.
chat-statement = “{ $words }”
chat-helps-with = It will help with: “{ $words }”
chat-wider = To use these wider words, react with { $sign } or write: wider. I show you the words again then. You may also keep yours.
chat-reads-first = A moderator of { $intermediary } reads it first. After that, statistics producers and the public can read it.
chat-similar = Others have asked for something like this:
chat-add-voice = { $need } To add your voice to it instead, write: same { $reference }
chat-decide = To send it, react with ✅ or write: yes. To change it, reply with other words. To stop, react with ❌ or write: no. Without an answer, nothing is sent and this ends after 24 hours.
chat-suggested = { $by } thinks that those who make statistics should hear this. Only you can decide whether it is shared.
chat-suggested-by-somebody = Somebody in your room thinks that those who make statistics should hear this. Only you can decide whether it is shared.
chat-asked-before = I have asked about that message before. Whether it is shared is for its writer to say.
chat-no-words-there = I can only make a need of a message with words, and I cannot find words there. Please write: !need and your words
chat-newer-words = There are newer words than these. Nothing was sent. Please look at my last message about it, and react there.
chat-look-first = I was still writing the new words down. Nothing was sent. Please read them, and then write: yes
chat-edited-too-late = You changed your message, but { $reference } was sent with the words that you approved. To take it back, write: withdraw. You can then say it again with other words.
chat-reply = Here is what would be sent as your answer.
chat-reply-decide = To send it, react with ✅ or write: yes. To change it, write it again. To leave it, react with ❌ or write: no.
chat-reply-dropped = I did not send it. The question stays open: you can write another answer here at any time.
chat-saved = Thank you. Your words are saved, and I pass them on as soon as I can. You need do nothing.
chat-nothing-waits = I did not send it: nobody waits for an answer here any more.
chat-sent-alone = Anybody can read this room, so I sent you a direct message.
chat-not-shared = { $error }. Nothing was shared.
chat-not-sent = { $error }. Nothing was sent.
chat-appeal-how = { $error }. Please write: appeal, and why, in one message.
chat-write-again = Please write your words again here, as a reply to my message. I will show them to you before anything is sent.
