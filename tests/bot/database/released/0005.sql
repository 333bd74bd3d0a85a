-- {"ann": 1456074443980800003, "bob": 1456074443980800004, "mod": 1456074443980800005, "guild": 1456074443980800006, "lounge": 1456074443980800010, "log": 1456074443980800011}
BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0005');
CREATE TABLE board_leaver (
	user_id BIGINT NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_board_leaver PRIMARY KEY (user_id)
);
CREATE TABLE ceiling (
	guild_id BIGINT NOT NULL, 
	show TEXT NOT NULL, 
	channel_id BIGINT NOT NULL, 
	ceiling INTEGER NOT NULL, 
	CONSTRAINT pk_ceiling PRIMARY KEY (guild_id, show, channel_id)
);
INSERT INTO "ceiling" VALUES(1456074443980800006,'for-all-mankind',1456074443980800010,2010);
CREATE TABLE channel_guard (
	guild_id BIGINT NOT NULL, 
	channel_id BIGINT NOT NULL, 
	mode VARCHAR(4) NOT NULL, 
	strict BOOLEAN NOT NULL, 
	CONSTRAINT pk_channel_guard PRIMARY KEY (guild_id, channel_id)
);
INSERT INTO "channel_guard" VALUES(1456074443980800006,1456074443980800010,'hide',1);
CREATE TABLE daily (
	guild_id BIGINT NOT NULL, 
	channel_id BIGINT NOT NULL, 
	show TEXT NOT NULL, 
	hour INTEGER NOT NULL, 
	minute INTEGER NOT NULL, 
	zone TEXT NOT NULL, 
	enabled BOOLEAN NOT NULL, 
	next_at DATETIME, 
	CONSTRAINT pk_daily PRIMARY KEY (guild_id)
);
INSERT INTO "daily" VALUES(1456074443980800006,1456074443980800010,'for-all-mankind',18,0,'Europe/Berlin',1,'2026-01-01 17:00:00.000000');
CREATE TABLE daily_answer (
	guild_id BIGINT NOT NULL, 
	day VARCHAR(10) NOT NULL, 
	user_id BIGINT NOT NULL, 
	"right" BOOLEAN NOT NULL, 
	ms INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_daily_answer PRIMARY KEY (guild_id, day, user_id)
);
CREATE TABLE daily_question (
	guild_id BIGINT NOT NULL, 
	day VARCHAR(10) NOT NULL, 
	channel_id BIGINT NOT NULL, 
	show TEXT NOT NULL, 
	"key" TEXT NOT NULL, 
	body TEXT NOT NULL, 
	message_id BIGINT, 
	CONSTRAINT pk_daily_question PRIMARY KEY (guild_id, day)
);
CREATE TABLE guard_pardon (
	id INTEGER NOT NULL, 
	guild_id BIGINT NOT NULL, 
	channel_id BIGINT NOT NULL, 
	digest BLOB NOT NULL, 
	CONSTRAINT pk_guard_pardon PRIMARY KEY (id)
);
CREATE TABLE guild_change (
	id INTEGER NOT NULL, 
	guild_id BIGINT NOT NULL, 
	at DATETIME NOT NULL, 
	user_id BIGINT, 
	what VARCHAR(32) NOT NULL, 
	show TEXT, 
	channel_id BIGINT, 
	"before" TEXT, 
	"after" TEXT, 
	CONSTRAINT pk_guild_change PRIMARY KEY (id)
);
INSERT INTO "guild_change" VALUES(1,1456074443980800006,'2026-01-01 00:00:00.000000',1456074443980800005,'show','for-all-mankind',NULL,NULL,'for-all-mankind');
INSERT INTO "guild_change" VALUES(2,1456074443980800006,'2026-01-01 00:00:00.000000',1456074443980800005,'ceiling','for-all-mankind',1456074443980800010,NULL,'S2E10');
INSERT INTO "guild_change" VALUES(3,1456074443980800006,'2026-01-01 00:00:00.000000',1456074443980800005,'log_channel',NULL,NULL,NULL,'1456074443980800011');
INSERT INTO "guild_change" VALUES(4,1456074443980800006,'2026-01-01 00:00:00.000000',1456074443980800005,'daily','for-all-mankind',1456074443980800010,NULL,'18:00 Europe/Berlin');
CREATE TABLE guild_setting (
	guild_id BIGINT NOT NULL, 
	show TEXT, 
	log_channel_id BIGINT, 
	CONSTRAINT pk_guild_setting PRIMARY KEY (guild_id)
);
INSERT INTO "guild_setting" VALUES(1456074443980800006,'for-all-mankind',1456074443980800011);
CREATE TABLE item (
	show_id VARCHAR(60) NOT NULL, 
	version INTEGER NOT NULL, 
	seq INTEGER NOT NULL, 
	kind VARCHAR(20) NOT NULL, 
	parent INTEGER, 
	id VARCHAR(60), 
	since INTEGER NOT NULL, 
	body TEXT NOT NULL, 
	CONSTRAINT pk_item PRIMARY KEY (show_id, version, seq), 
	CONSTRAINT fk_item_show_id FOREIGN KEY(show_id) REFERENCES show (id)
)
 WITHOUT ROWID

;
CREATE TABLE practice (
	user_id BIGINT NOT NULL, 
	show TEXT NOT NULL, 
	"key" TEXT NOT NULL, 
	seen INTEGER NOT NULL, 
	wrong INTEGER NOT NULL, 
	box INTEGER NOT NULL, 
	last_at DATETIME NOT NULL, 
	CONSTRAINT pk_practice PRIMARY KEY (user_id, show, "key")
);
INSERT INTO "practice" VALUES(1456074443980800004,'for-all-mankind','ee6aebd9235b',1,0,1,'2026-01-01 00:00:30.000000');
CREATE TABLE progress (
	id INTEGER NOT NULL, 
	user_id BIGINT NOT NULL, 
	show TEXT NOT NULL, 
	watched_through INTEGER, 
	view_as_of INTEGER, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_progress PRIMARY KEY (id)
);
INSERT INTO "progress" VALUES(1,1456074443980800003,'for-all-mankind',2010,NULL,'2026-01-01 00:00:00.000000');
INSERT INTO "progress" VALUES(2,1456074443980800004,'for-all-mankind',1004,NULL,'2026-01-01 00:00:00.000000');
INSERT INTO "progress" VALUES(3,1456074443980800003,'for-all-mankind',2010,2006,'2026-01-01 00:00:00.000000');
CREATE TABLE question_report (
	guild_id BIGINT NOT NULL, 
	"key" TEXT NOT NULL, 
	user_id BIGINT NOT NULL, 
	ask TEXT NOT NULL, 
	text TEXT NOT NULL, 
	round_id BIGINT, 
	number INTEGER, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_question_report PRIMARY KEY (guild_id, "key", user_id)
);
CREATE TABLE question_verdict (
	guild_id BIGINT NOT NULL, 
	"key" TEXT NOT NULL, 
	banned BOOLEAN NOT NULL, 
	user_id BIGINT, 
	at DATETIME NOT NULL, 
	scored BOOLEAN NOT NULL, 
	CONSTRAINT pk_question_verdict PRIMARY KEY (guild_id, "key")
);
CREATE TABLE registered_commands (
	application_id BIGINT NOT NULL, 
	digest TEXT NOT NULL, 
	CONSTRAINT pk_registered_commands PRIMARY KEY (application_id)
);
CREATE TABLE round_event (
	round_id BIGINT NOT NULL, 
	seq INTEGER NOT NULL, 
	guild_id BIGINT NOT NULL, 
	user_id BIGINT, 
	stand_in INTEGER, 
	at BIGINT NOT NULL, 
	body TEXT NOT NULL, 
	words TEXT, 
	CONSTRAINT pk_round_event PRIMARY KEY (round_id, seq)
)
 WITHOUT ROWID

;
INSERT INTO "round_event" VALUES(1,1,1456074443980800006,1456074443980800003,NULL,1767225600000,'[1,"opened",{"at":1767225600000,"guild":1456074443980800006,"channel":1456074443980800010,"host":null,"show":"for-all-mankind","position":"S1E2","settings":{"questions":1,"kind":null,"typed":false,"everyone":false,"named":true,"seed":930114270,"lobby":30000,"time":20000,"pause":8000}}]',NULL);
INSERT INTO "round_event" VALUES(1,2,1456074443980800006,NULL,NULL,1767225600000,'[1,"posted",{"number":0,"message":1456074443980800060}]',NULL);
INSERT INTO "round_event" VALUES(1,3,1456074443980800006,1456074443980800004,NULL,1767225600000,'[1,"joined",{"at":1767225600000,"player":null}]',NULL);
INSERT INTO "round_event" VALUES(1,4,1456074443980800006,1456074443980800003,NULL,1767225600000,'[1,"startasked",{"at":1767225600000,"player":null}]',NULL);
INSERT INTO "round_event" VALUES(1,5,1456074443980800006,NULL,NULL,1767225600000,'[1,"drawn",{"at":1767225600000,"number":1,"question":{"id":"c7119605fde8","kind":"written","ask":"How does the series tell its story?","answer":"Through an ensemble","options":["Through an ensemble","Through a diary","Through one hero","Through old letters"],"accept":["ensemble","an ensemble of characters"],"explain":"The series follows an ensemble of characters and has no single hero.","since":"S0","sources":["toms-guide-s4-preview"],"publishers":["Tom''s Guide"],"difficulty":2,"about":["show"],"topics":["no-single-hero"],"open":true}}]',NULL);
INSERT INTO "round_event" VALUES(1,6,1456074443980800006,NULL,NULL,1767225600000,'[1,"posted",{"number":1,"message":1456074443980800065}]',NULL);
INSERT INTO "round_event" VALUES(1,7,1456074443980800006,1456074443980800003,NULL,1767225600000,'[1,"answered",{"player":null,"number":1,"interaction":1456074443980800066,"option":0}]',NULL);
INSERT INTO "round_event" VALUES(1,8,1456074443980800006,1456074443980800004,NULL,1767225600000,'[1,"answered",{"player":null,"number":1,"interaction":1456074443980800068,"option":1}]',NULL);
INSERT INTO "round_event" VALUES(1,9,1456074443980800006,NULL,NULL,1767225601000,'[1,"ticked",{"at":1767225601000}]',NULL);
INSERT INTO "round_event" VALUES(1,10,1456074443980800006,NULL,NULL,1767225601000,'[1,"ticked",{"at":1767225601000}]',NULL);
INSERT INTO "round_event" VALUES(2,1,1456074443980800006,1456074443980800003,NULL,1767225630000,'[1,"opened",{"at":1767225630000,"guild":1456074443980800006,"channel":1456074443980800010,"host":null,"show":"for-all-mankind","position":"S1E2","settings":{"questions":2,"kind":null,"typed":false,"everyone":false,"named":true,"seed":1239459707,"lobby":30000,"time":20000,"pause":8000}}]',NULL);
INSERT INTO "round_event" VALUES(2,2,1456074443980800006,NULL,NULL,1767225630000,'[1,"posted",{"number":0,"message":1456074569809920081}]',NULL);
INSERT INTO "round_event" VALUES(2,3,1456074443980800006,1456074443980800003,NULL,1767225630000,'[1,"startasked",{"at":1767225630000,"player":null}]',NULL);
INSERT INTO "round_event" VALUES(2,4,1456074443980800006,NULL,NULL,1767225630000,'[1,"drawn",{"at":1767225630000,"number":1,"question":{"id":"8fdc7473e46f","kind":"roles","ask":"What is the latest known role of Gordo Stevens?","answer":"Crew member of Apollo 10","options":["Television news anchorman","Flight director","Crew member of Apollo 10","President of the United States"],"accept":[],"explain":"Gordo flew the lunar module of Apollo 10 with Ed.","since":"S1E1","sources":["tv-tropes-1","fandom-19"],"publishers":["TV Tropes","For All Mankind Wiki"],"difficulty":2,"about":["gordo-stevens","ed-baldwin","apollo-10"],"topics":["gordo-apollo-10"],"open":false}}]',NULL);
INSERT INTO "round_event" VALUES(2,5,1456074443980800006,NULL,NULL,1767225630000,'[1,"posted",{"number":1,"message":1456074569809920084}]',NULL);
INSERT INTO "round_event" VALUES(2,6,1456074443980800006,1456074443980800004,NULL,1767225630000,'[1,"joined",{"at":1767225630000,"player":null}]',NULL);
INSERT INTO "round_event" VALUES(2,7,1456074443980800006,1456074443980800004,NULL,1767225630000,'[1,"answered",{"player":null,"number":1,"interaction":1456074569809920085,"option":2}]',NULL);
CREATE TABLE round_kind (
	round_id BIGINT NOT NULL, 
	user_id BIGINT NOT NULL, 
	kind VARCHAR(60) NOT NULL, 
	guild_id BIGINT NOT NULL, 
	show TEXT NOT NULL, 
	answered INTEGER NOT NULL, 
	"right" INTEGER NOT NULL, 
	points INTEGER NOT NULL, 
	CONSTRAINT pk_round_kind PRIMARY KEY (round_id, user_id, kind)
);
INSERT INTO "round_kind" VALUES(1,1456074443980800003,'written',1456074443980800006,'for-all-mankind',1,1,100);
INSERT INTO "round_kind" VALUES(1,1456074443980800004,'written',1456074443980800006,'for-all-mankind',1,0,0);
CREATE TABLE round_question (
	round_id BIGINT NOT NULL, 
	"key" TEXT NOT NULL, 
	guild_id BIGINT NOT NULL, 
	channel_id BIGINT NOT NULL, 
	show TEXT NOT NULL, 
	fresh BOOLEAN DEFAULT 1 NOT NULL, 
	CONSTRAINT pk_round_question PRIMARY KEY (round_id, "key")
);
INSERT INTO "round_question" VALUES(1,'c7119605fde8',1456074443980800006,1456074443980800010,'for-all-mankind',1);
INSERT INTO "round_question" VALUES(2,'8fdc7473e46f',1456074443980800006,1456074443980800010,'for-all-mankind',1);
CREATE TABLE round_score (
	round_id BIGINT NOT NULL, 
	user_id BIGINT NOT NULL, 
	guild_id BIGINT NOT NULL, 
	show TEXT NOT NULL, 
	points INTEGER NOT NULL, 
	"right" INTEGER NOT NULL, 
	answered INTEGER NOT NULL, 
	best_streak INTEGER NOT NULL, 
	ms INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_round_score PRIMARY KEY (round_id, user_id)
);
INSERT INTO "round_score" VALUES(1,1456074443980800003,1456074443980800006,'for-all-mankind',100,1,1,1,0,'2026-01-01 00:00:00.000000');
INSERT INTO "round_score" VALUES(1,1456074443980800004,1456074443980800006,'for-all-mankind',0,0,1,0,0,'2026-01-01 00:00:00.000000');
CREATE TABLE show (
	id VARCHAR(60) NOT NULL, 
	title TEXT NOT NULL, 
	premise TEXT NOT NULL, 
	episodes TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	digest TEXT NOT NULL, 
	CONSTRAINT pk_show PRIMARY KEY (id)
);
CREATE TABLE spoiler (
	id BIGINT NOT NULL, 
	guild_id BIGINT NOT NULL, 
	channel_id BIGINT NOT NULL, 
	message_id BIGINT, 
	user_id BIGINT NOT NULL, 
	show TEXT NOT NULL, 
	since INTEGER NOT NULL, 
	title TEXT NOT NULL, 
	text TEXT NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_spoiler PRIMARY KEY (id)
);
INSERT INTO "spoiler" VALUES(1456074569809920072,1456074443980800006,1456074443980800010,1456074569809920075,1456074443980800003,'for-all-mankind',2005,'The best scene','What nobody may read before the middle of season 2','2026-01-01 00:00:30.000000');
CREATE TABLE spoiler_file (
	post_id BIGINT NOT NULL, 
	number INTEGER NOT NULL, 
	guild_id BIGINT NOT NULL, 
	user_id BIGINT NOT NULL, 
	name TEXT NOT NULL, 
	size INTEGER NOT NULL, 
	data BLOB NOT NULL, 
	CONSTRAINT pk_spoiler_file PRIMARY KEY (post_id, number)
);
INSERT INTO "spoiler_file" VALUES(1456074569809920072,0,1456074443980800006,1456074443980800003,'moon.png',9,X'89504E47206D6F6F6E');
CREATE TABLE trivia_round (
	id INTEGER NOT NULL, 
	guild_id BIGINT NOT NULL, 
	channel_id BIGINT NOT NULL, 
	show TEXT NOT NULL, 
	alive BIGINT NOT NULL, 
	ended_at DATETIME, 
	CONSTRAINT pk_trivia_round PRIMARY KEY (id)
);
INSERT INTO "trivia_round" VALUES(1,1456074443980800006,1456074443980800010,'for-all-mankind',1767225600000,'2026-01-01 00:00:01.000000');
INSERT INTO "trivia_round" VALUES(2,1456074443980800006,1456074443980800010,'for-all-mankind',1767225630000,NULL);
CREATE TABLE user_setting (
	user_id BIGINT NOT NULL, 
	last_show TEXT, 
	asked BOOLEAN DEFAULT 0 NOT NULL, 
	CONSTRAINT pk_user_setting PRIMARY KEY (user_id)
);
CREATE INDEX progress_latest ON progress (user_id, show, id);
CREATE INDEX guild_change_latest ON guild_change (guild_id, id);
CREATE INDEX guild_change_user ON guild_change (user_id);
CREATE UNIQUE INDEX trivia_round_running ON trivia_round (channel_id) WHERE ended_at IS NULL;
CREATE INDEX round_event_user ON round_event (user_id, round_id);
CREATE INDEX round_question_channel ON round_question (channel_id, show);
CREATE INDEX round_question_guild ON round_question (guild_id, "key");
CREATE INDEX round_score_guild ON round_score (guild_id, show, at);
CREATE INDEX round_score_user ON round_score (user_id, show);
CREATE INDEX round_kind_user ON round_kind (user_id, show);
CREATE INDEX daily_next ON daily (next_at);
CREATE INDEX daily_answer_user ON daily_answer (user_id, guild_id);
CREATE INDEX question_report_user ON question_report (user_id);
CREATE INDEX question_verdict_user ON question_verdict (user_id);
CREATE INDEX spoiler_channel ON spoiler (channel_id);
CREATE INDEX spoiler_message ON spoiler (message_id);
CREATE INDEX spoiler_user ON spoiler (user_id);
CREATE INDEX spoiler_file_guild ON spoiler_file (guild_id);
CREATE INDEX spoiler_file_user ON spoiler_file (user_id);
CREATE INDEX guard_pardon_channel ON guard_pardon (guild_id, channel_id, id);
COMMIT;
