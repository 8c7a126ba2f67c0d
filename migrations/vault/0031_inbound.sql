-- How much one person said in a while is counted for each thing that they say.
CREATE INDEX inbound_person ON inbound (lane, person, done_at);
