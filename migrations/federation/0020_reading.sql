-- Where needs and referrals stand, kept beside them: derived from the rows of referrals and responses
-- each time one comes, so that lists and counts read no more than they show. NULL until first derived.
ALTER TABLE need ADD COLUMN status TEXT;
ALTER TABLE need ADD COLUMN answered BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE need ADD COLUMN sent BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE need ADD COLUMN latest TEXT;
-- What is searched: the statement and the reference in small letters, and the themes between commas.
ALTER TABLE need ADD COLUMN words TEXT NOT NULL DEFAULT '';
ALTER TABLE need ADD COLUMN themes TEXT NOT NULL DEFAULT '';
ALTER TABLE referral ADD COLUMN status TEXT;
ALTER TABLE referral ADD COLUMN holder TEXT;
ALTER TABLE referral ADD COLUMN offered_to TEXT;

CREATE INDEX need_by_release ON need (released DESC, reference);
CREATE INDEX need_by_status ON need (status);
CREATE INDEX need_by_key ON need ((node || '/' || rec));
CREATE INDEX referral_by_holder ON referral (holder);
CREATE INDEX referral_by_offer ON referral (offered_to);
CREATE INDEX response_by_into ON response (into_need);
CREATE INDEX voices_by_need ON voices (need);
CREATE INDEX link_by_a ON link (a);
CREATE INDEX link_by_b ON link (b);
CREATE INDEX question_by_referral ON question (referral);
CREATE INDEX answered_by_question ON answered (question);
CREATE INDEX verdict_by_referral ON verdict (referral);
