-- A database of version 0.2.0 (schema 0004), made and filled by that version's own code in October 2026 of its
-- clock: two communities, of which one removed the bot; meetings that are over, coming, cancelled and rehearsed;
-- a person who was forgotten, one who left, questions, drafts, deliveries. Then: sqlite3.Connection.iterdump().
-- All people, places and links are invented.
BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0004');
CREATE TABLE anonymous_seats (
	event_id INTEGER NOT NULL, 
	mode VARCHAR NOT NULL, 
	seats INTEGER NOT NULL, 
	CONSTRAINT pk_anonymous_seats PRIMARY KEY (event_id, mode), 
	CONSTRAINT fk_anonymous_seats_event_id FOREIGN KEY(event_id) REFERENCES events (id)
);
INSERT INTO "anonymous_seats" VALUES(1,'venue',1);
CREATE TABLE communities (
	id BIGINT NOT NULL, 
	name VARCHAR NOT NULL, 
	language VARCHAR DEFAULT 'ja' NOT NULL, 
	timezone VARCHAR DEFAULT 'Asia/Tokyo' NOT NULL, 
	announce_channel_id BIGINT, 
	staff_channel_id BIGINT, 
	staff_role_id BIGINT, 
	ring_role_id BIGINT, 
	leads JSON NOT NULL, 
	closed_days JSON NOT NULL, 
	set_up_at DATETIME, 
	created_at DATETIME NOT NULL, machine_contact VARCHAR, staff_count INTEGER, staff_counted_at DATETIME, removed_at DATETIME, 
	CONSTRAINT pk_communities PRIMARY KEY (id)
);
INSERT INTO "communities" VALUES(700000000000000001,'みなと市民ハブ','ja','Asia/Tokyo',700000000000000002,700000000000000003,700000000000000004,NULL,'{}','[]','2026-10-01 00:00:00.000000','2026-10-01 00:00:00.000000',NULL,NULL,NULL,NULL);
INSERT INTO "communities" VALUES(700000000000000091,'Harbour Town Hub','en','Asia/Tokyo',700000000000000092,700000000000000093,700000000000000094,NULL,'{}','[]','2026-10-01 00:00:00.000000','2026-10-01 00:00:00.000000','みなと電算 000-0000-0000',2,'2026-10-18 00:00:00.000000','2026-10-18 00:00:00.000000');
CREATE TABLE courier_pauses (
	way VARCHAR(16) NOT NULL, 
	until DATETIME NOT NULL, 
	CONSTRAINT pk_courier_pauses PRIMARY KEY (way)
);
CREATE TABLE deliveries (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	community_id BIGINT NOT NULL, 
	kind VARCHAR(64) NOT NULL, 
	member_id INTEGER, 
	place VARCHAR(100), 
	sealed VARCHAR(100), 
	subject VARCHAR(100) NOT NULL, 
	args JSON, 
	due_at DATETIME NOT NULL, 
	expires_at DATETIME, 
	dedupe_key VARCHAR(200) NOT NULL, 
	state VARCHAR(16) NOT NULL, 
	attempts INTEGER NOT NULL, 
	last_error VARCHAR(64), 
	doubtful_since DATETIME, 
	lease_until DATETIME, 
	way VARCHAR(16), 
	parent_id INTEGER, 
	channel_id BIGINT, 
	message_id BIGINT, 
	sent_at DATETIME, 
	ended_at DATETIME, 
	awaits_press BOOLEAN NOT NULL, 
	shown_at DATETIME, 
	tell_staff_at DATETIME, 
	staff_told_at DATETIME, 
	created_at DATETIME NOT NULL, 
	CONSTRAINT fk_deliveries_community_id FOREIGN KEY(community_id) REFERENCES communities (id), 
	CONSTRAINT fk_deliveries_member_id FOREIGN KEY(member_id) REFERENCES members (id) ON DELETE SET NULL, 
	CONSTRAINT fk_deliveries_parent_id FOREIGN KEY(parent_id) REFERENCES deliveries (id) ON DELETE SET NULL, 
	CONSTRAINT uq_deliveries_dedupe_key UNIQUE (community_id, dedupe_key)
);
INSERT INTO "deliveries" VALUES(1,700000000000000001,'event.card',NULL,'channel:700000000000000002',NULL,'event:1','{"event_id": 1}','2026-10-01 00:00:00.000000','2026-10-15 10:00:00.000000','event.card:1:','sent',1,NULL,NULL,NULL,'place',NULL,700000000000000002,900000000000000001,'2026-10-01 00:00:00.000000','2026-10-01 00:00:00.000000',0,NULL,NULL,NULL,'2026-10-01 00:00:00.000000');
INSERT INTO "deliveries" VALUES(2,700000000000000001,'event.thread_opened',NULL,'thread:event:1',NULL,'event:1','{"event_id": 1}','2026-10-01 00:00:00.000000','2026-10-15 10:00:00.000000','event.thread_opened:1:','sent',1,NULL,NULL,NULL,'place',NULL,700000000000000002,900000000000000002,'2026-10-01 00:00:00.000000','2026-10-01 00:00:00.000000',0,NULL,NULL,NULL,'2026-10-01 00:00:00.000000');
INSERT INTO "deliveries" VALUES(3,700000000000000001,'event.reminder_post',NULL,'thread:event:1',NULL,'event:1','{"event_id": 1, "lead": "week"}','2026-10-08 03:00:00.000000','2026-10-15 10:00:00.000000','event.reminder_post:1:week','sent',1,NULL,NULL,NULL,'place',NULL,700000000000000002,900000000000000006,'2026-10-08 03:00:00.000000','2026-10-08 03:00:00.000000',0,NULL,NULL,NULL,'2026-10-01 00:00:00.000000');
INSERT INTO "deliveries" VALUES(4,700000000000000001,'event.reminder_post',NULL,'thread:event:1',NULL,'event:1','{"event_id": 1, "lead": "eve"}','2026-10-14 09:00:00.000000','2026-10-15 10:00:00.000000','event.reminder_post:1:eve','sent',1,NULL,NULL,NULL,'place',NULL,700000000000000002,900000000000000009,'2026-10-14 09:00:00.000000','2026-10-14 09:00:00.000000',0,NULL,NULL,NULL,'2026-10-01 00:00:00.000000');
INSERT INTO "deliveries" VALUES(5,700000000000000001,'event.reminder_post',NULL,'thread:event:1',NULL,'event:1','{"event_id": 1, "lead": "venue_soon"}','2026-10-15 07:00:00.000000','2026-10-15 10:00:00.000000','event.reminder_post:1:venue_soon','sent',1,NULL,NULL,NULL,'place',NULL,700000000000000002,900000000000000012,'2026-10-15 09:00:00.000000','2026-10-15 09:00:00.000000',0,NULL,NULL,NULL,'2026-10-01 00:00:00.000000');
INSERT INTO "deliveries" VALUES(6,700000000000000001,'event.reminder_post',NULL,'thread:event:1',NULL,'event:1','{"event_id": 1, "lead": "online_soon"}','2026-10-15 09:45:00.000000','2026-10-15 10:00:00.000000','event.reminder_post:1:online_soon','expired',0,'expired',NULL,NULL,NULL,NULL,NULL,NULL,NULL,'2026-10-15 12:00:00.000000',0,NULL,NULL,NULL,'2026-10-01 00:00:00.000000');
INSERT INTO "deliveries" VALUES(7,700000000000000001,'event.reminder',2,NULL,NULL,'event:1','{"event_id": 1, "lead": "week"}','2026-10-08 03:00:00.000000','2026-10-15 10:00:00.000000','reminder:1:20261015T1000:week:2','cancelled',0,'no_longer_true',NULL,NULL,NULL,NULL,NULL,NULL,NULL,'2026-10-08 03:00:00.000000',0,NULL,NULL,NULL,'2026-10-01 00:00:00.000000');
INSERT INTO "deliveries" VALUES(8,700000000000000001,'event.reminder',2,NULL,NULL,'event:1','{"event_id": 1, "lead": "eve"}','2026-10-14 09:00:00.000000','2026-10-15 10:00:00.000000','reminder:1:20261015T1000:eve:2','cancelled',0,'no_longer_true',NULL,NULL,NULL,NULL,NULL,NULL,NULL,'2026-10-14 09:00:00.000000',0,NULL,NULL,NULL,'2026-10-01 00:00:00.000000');
INSERT INTO "deliveries" VALUES(9,700000000000000001,'event.reminder',2,NULL,NULL,'event:1','{"event_id": 1, "lead": "venue_soon"}','2026-10-15 07:00:00.000000','2026-10-15 10:00:00.000000','reminder:1:20261015T1000:venue_soon:2','cancelled',0,'no_longer_true',NULL,NULL,NULL,NULL,NULL,NULL,NULL,'2026-10-15 09:00:00.000000',0,NULL,NULL,NULL,'2026-10-01 00:00:00.000000');
INSERT INTO "deliveries" VALUES(13,700000000000000001,'event.reminder',4,NULL,NULL,'event:1','{"event_id": 1, "lead": "week"}','2026-10-08 03:00:01.000000','2026-10-15 10:00:00.000000','reminder:1:20261015T1000:week:4','failed',1,'dms_closed',NULL,NULL,'dm',NULL,NULL,NULL,NULL,'2026-10-08 06:00:00.000000',1,NULL,NULL,NULL,'2026-10-01 00:00:00.000000');
INSERT INTO "deliveries" VALUES(14,700000000000000001,'event.reminder',4,NULL,NULL,'event:1','{"event_id": 1, "lead": "eve"}','2026-10-14 09:00:00.000000','2026-10-15 10:00:00.000000','reminder:1:20261015T1000:eve:4','failed',1,'dms_closed',NULL,NULL,'dm',NULL,NULL,NULL,NULL,'2026-10-14 09:00:00.000000',1,NULL,NULL,NULL,'2026-10-01 00:00:00.000000');
INSERT INTO "deliveries" VALUES(15,700000000000000001,'event.reminder',4,NULL,NULL,'event:1','{"event_id": 1, "lead": "venue_soon"}','2026-10-15 07:00:00.000000','2026-10-15 10:00:00.000000','reminder:1:20261015T1000:venue_soon:4','failed',1,'dms_closed',NULL,NULL,'dm',NULL,NULL,NULL,NULL,'2026-10-15 09:00:00.000000',1,NULL,NULL,NULL,'2026-10-01 00:00:00.000000');
INSERT INTO "deliveries" VALUES(16,700000000000000001,'event.reminder',5,NULL,NULL,'event:1','{"event_id": 1, "lead": "week"}','2026-10-08 03:00:00.000000','2026-10-15 10:00:00.000000','reminder:1:20261015T1000:week:5','sent',1,NULL,NULL,NULL,'dm',NULL,910000000000000014,900000000000000007,'2026-10-08 03:00:00.000000','2026-10-08 03:00:00.000000',0,NULL,NULL,NULL,'2026-10-01 00:00:00.000000');
INSERT INTO "deliveries" VALUES(17,700000000000000001,'event.reminder',5,NULL,NULL,'event:1','{"event_id": 1, "lead": "eve"}','2026-10-14 09:00:00.000000','2026-10-15 10:00:00.000000','reminder:1:20261015T1000:eve:5','sent',1,NULL,NULL,NULL,'dm',NULL,910000000000000014,900000000000000011,'2026-10-14 09:00:00.000000','2026-10-14 09:00:00.000000',0,NULL,NULL,NULL,'2026-10-01 00:00:00.000000');
INSERT INTO "deliveries" VALUES(18,700000000000000001,'event.reminder',5,NULL,NULL,'event:1','{"event_id": 1, "lead": "online_soon"}','2026-10-15 09:45:00.000000','2026-10-15 10:00:00.000000','reminder:1:20261015T1000:online_soon:5','expired',0,'expired',NULL,NULL,NULL,NULL,NULL,NULL,NULL,'2026-10-15 12:00:00.000000',0,NULL,NULL,NULL,'2026-10-01 00:00:00.000000');
INSERT INTO "deliveries" VALUES(19,700000000000000001,'event.reminder',6,NULL,NULL,'event:1','{"event_id": 1, "lead": "nudge"}','2026-10-13 09:00:00.000000','2026-10-15 10:00:00.000000','reminder:1:20261015T1000:nudge:6','cancelled',0,'no_dm_wanted',NULL,NULL,NULL,NULL,NULL,NULL,NULL,'2026-10-13 09:00:00.000000',0,NULL,NULL,NULL,'2026-10-01 00:00:00.000000');
INSERT INTO "deliveries" VALUES(20,700000000000000001,'event.reminder',8,NULL,NULL,'event:1','{"event_id": 1, "lead": "week"}','2026-10-08 03:00:00.000000','2026-10-15 10:00:00.000000','reminder:1:20261015T1000:week:8','cancelled',0,'no_longer_true',NULL,NULL,NULL,NULL,NULL,NULL,NULL,'2026-10-08 03:00:00.000000',0,NULL,NULL,NULL,'2026-10-01 00:00:00.000000');
INSERT INTO "deliveries" VALUES(21,700000000000000001,'event.reminder',8,NULL,NULL,'event:1','{"event_id": 1, "lead": "eve"}','2026-10-14 09:00:00.000000','2026-10-15 10:00:00.000000','reminder:1:20261015T1000:eve:8','cancelled',0,'no_longer_true',NULL,NULL,NULL,NULL,NULL,NULL,NULL,'2026-10-14 09:00:00.000000',0,NULL,NULL,NULL,'2026-10-01 00:00:00.000000');
INSERT INTO "deliveries" VALUES(22,700000000000000001,'event.reminder',8,NULL,NULL,'event:1','{"event_id": 1, "lead": "venue_soon"}','2026-10-15 07:00:00.000000','2026-10-15 10:00:00.000000','reminder:1:20261015T1000:venue_soon:8','cancelled',0,'no_longer_true',NULL,NULL,NULL,NULL,NULL,NULL,NULL,'2026-10-15 09:00:00.000000',0,NULL,NULL,NULL,'2026-10-01 00:00:00.000000');
INSERT INTO "deliveries" VALUES(23,700000000000000001,'question.asked',NULL,'staff',NULL,'question:1','{"question_id": 1}','2026-10-01 00:00:00.000000',NULL,'question.asked:1','sent',1,NULL,NULL,NULL,'place',NULL,700000000000000003,900000000000000003,'2026-10-01 03:00:00.000000','2026-10-01 03:00:00.000000',0,NULL,NULL,NULL,'2026-10-01 00:00:00.000000');
INSERT INTO "deliveries" VALUES(24,700000000000000001,'question.asked',NULL,'staff',NULL,'question:2','{"question_id": 2}','2026-10-01 00:00:00.000000',NULL,'question.asked:2','cancelled',0,'no_longer_true',NULL,NULL,NULL,NULL,NULL,NULL,NULL,'2026-10-01 03:00:00.000000',0,NULL,NULL,NULL,'2026-10-01 00:00:00.000000');
INSERT INTO "deliveries" VALUES(25,700000000000000001,'question.answered',5,NULL,NULL,'question:2','{"question_id": 2}','2026-10-01 00:00:00.000000',NULL,'question.answered:2','sent',1,NULL,NULL,NULL,'dm',NULL,910000000000000014,900000000000000004,'2026-10-01 03:00:00.000000','2026-10-01 03:00:00.000000',0,NULL,NULL,NULL,'2026-10-01 00:00:00.000000');
INSERT INTO "deliveries" VALUES(26,700000000000000001,'event.promoted',4,NULL,NULL,'event:1','{"event_id": 1, "mode": "venue"}','2026-10-04 00:00:00.000000','2026-10-15 10:00:00.000000','promoted:1:4:7','failed',1,'dms_closed',NULL,NULL,'dm',NULL,NULL,NULL,NULL,'2026-10-04 03:00:00.000000',1,NULL,NULL,'2026-10-04 03:00:00.000000','2026-10-04 00:00:00.000000');
INSERT INTO "deliveries" VALUES(27,700000000000000001,'outbox_not_told',NULL,'staff',NULL,'community:700000000000000001','{"late_kind": "event.promoted", "ids": [26]}','2026-10-04 03:00:00.000000',NULL,'outbox_not_told:26','sent',1,NULL,NULL,NULL,'place',NULL,700000000000000003,900000000000000005,'2026-10-04 03:00:00.000000','2026-10-04 03:00:00.000000',0,NULL,NULL,NULL,'2026-10-04 03:00:00.000000');
INSERT INTO "deliveries" VALUES(28,700000000000000001,'event.card',NULL,'channel:700000000000000002',NULL,'event:2','{"event_id": 2}','2026-10-16 00:00:00.000000','2026-11-19 10:00:00.000000','event.card:2:','sent',1,NULL,NULL,NULL,'place',NULL,700000000000000002,900000000000000014,'2026-10-16 00:00:00.000000','2026-10-16 00:00:00.000000',0,NULL,NULL,NULL,'2026-10-16 00:00:00.000000');
INSERT INTO "deliveries" VALUES(29,700000000000000001,'event.thread_opened',NULL,'thread:event:2',NULL,'event:2','{"event_id": 2}','2026-10-16 00:00:00.000000','2026-11-19 10:00:00.000000','event.thread_opened:2:','sent',1,NULL,NULL,NULL,'place',NULL,700000000000000002,900000000000000015,'2026-10-16 00:00:00.000000','2026-10-16 00:00:00.000000',0,NULL,NULL,NULL,'2026-10-16 00:00:00.000000');
INSERT INTO "deliveries" VALUES(30,700000000000000001,'event.reminder_post',NULL,'thread:event:2',NULL,'event:2','{"event_id": 2, "lead": "week"}','2026-11-12 03:00:00.000000','2026-11-19 10:00:00.000000','event.reminder_post:2:week','planned',0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,NULL,NULL,NULL,'2026-10-16 00:00:00.000000');
INSERT INTO "deliveries" VALUES(31,700000000000000001,'event.reminder_post',NULL,'thread:event:2',NULL,'event:2','{"event_id": 2, "lead": "eve"}','2026-11-18 09:00:00.000000','2026-11-19 10:00:00.000000','event.reminder_post:2:eve','planned',0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,NULL,NULL,NULL,'2026-10-16 00:00:00.000000');
INSERT INTO "deliveries" VALUES(32,700000000000000001,'event.reminder_post',NULL,'thread:event:2',NULL,'event:2','{"event_id": 2, "lead": "venue_soon"}','2026-11-19 07:00:00.000000','2026-11-19 10:00:00.000000','event.reminder_post:2:venue_soon','planned',0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,NULL,NULL,NULL,'2026-10-16 00:00:00.000000');
INSERT INTO "deliveries" VALUES(33,700000000000000001,'event.reminder_post',NULL,'thread:event:2',NULL,'event:2','{"event_id": 2, "lead": "online_soon"}','2026-11-19 09:45:00.000000','2026-11-19 10:00:00.000000','event.reminder_post:2:online_soon','planned',0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,NULL,NULL,NULL,'2026-10-16 00:00:00.000000');
INSERT INTO "deliveries" VALUES(34,700000000000000001,'event.reminder',17,NULL,NULL,'event:2','{"event_id": 2, "lead": "week"}','2026-11-12 03:00:00.000000','2026-11-19 10:00:00.000000','reminder:2:20261119T1000:week:17','planned',0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,NULL,NULL,NULL,'2026-10-16 00:00:00.000000');
INSERT INTO "deliveries" VALUES(35,700000000000000001,'event.reminder',17,NULL,NULL,'event:2','{"event_id": 2, "lead": "eve"}','2026-11-18 09:00:00.000000','2026-11-19 10:00:00.000000','reminder:2:20261119T1000:eve:17','planned',0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,NULL,NULL,NULL,'2026-10-16 00:00:00.000000');
INSERT INTO "deliveries" VALUES(36,700000000000000001,'event.reminder',17,NULL,NULL,'event:2','{"event_id": 2, "lead": "venue_soon"}','2026-11-19 07:00:00.000000','2026-11-19 10:00:00.000000','reminder:2:20261119T1000:venue_soon:17','planned',0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,NULL,NULL,NULL,'2026-10-16 00:00:00.000000');
INSERT INTO "deliveries" VALUES(37,700000000000000001,'event.reminder',18,NULL,NULL,'event:2','{"event_id": 2, "lead": "week"}','2026-11-12 03:00:00.000000','2026-11-19 10:00:00.000000','reminder:2:20261119T1000:week:18','planned',0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,NULL,NULL,NULL,'2026-10-16 00:00:00.000000');
INSERT INTO "deliveries" VALUES(38,700000000000000001,'event.reminder',18,NULL,NULL,'event:2','{"event_id": 2, "lead": "eve"}','2026-11-18 09:00:00.000000','2026-11-19 10:00:00.000000','reminder:2:20261119T1000:eve:18','planned',0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,NULL,NULL,NULL,'2026-10-16 00:00:00.000000');
INSERT INTO "deliveries" VALUES(39,700000000000000001,'event.reminder',18,NULL,NULL,'event:2','{"event_id": 2, "lead": "venue_soon"}','2026-11-19 07:00:00.000000','2026-11-19 10:00:00.000000','reminder:2:20261119T1000:venue_soon:18','planned',0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,NULL,NULL,NULL,'2026-10-16 00:00:00.000000');
INSERT INTO "deliveries" VALUES(40,700000000000000001,'event.reminder',19,NULL,NULL,'event:2','{"event_id": 2, "lead": "week"}','2026-11-12 03:00:00.000000','2026-11-19 10:00:00.000000','reminder:2:20261119T1000:week:19','planned',0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,NULL,NULL,NULL,'2026-10-16 00:00:00.000000');
INSERT INTO "deliveries" VALUES(41,700000000000000001,'event.reminder',19,NULL,NULL,'event:2','{"event_id": 2, "lead": "eve"}','2026-11-18 09:00:00.000000','2026-11-19 10:00:00.000000','reminder:2:20261119T1000:eve:19','planned',0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,NULL,NULL,NULL,'2026-10-16 00:00:00.000000');
INSERT INTO "deliveries" VALUES(42,700000000000000001,'event.reminder',19,NULL,NULL,'event:2','{"event_id": 2, "lead": "venue_soon"}','2026-11-19 07:00:00.000000','2026-11-19 10:00:00.000000','reminder:2:20261119T1000:venue_soon:19','planned',0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,NULL,NULL,NULL,'2026-10-16 00:00:00.000000');
INSERT INTO "deliveries" VALUES(43,700000000000000001,'event.reminder',4,NULL,NULL,'event:2','{"event_id": 2, "lead": "week"}','2026-11-12 03:00:00.000000','2026-11-19 10:00:00.000000','reminder:2:20261119T1000:week:4','planned',0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,NULL,NULL,NULL,'2026-10-16 00:00:00.000000');
INSERT INTO "deliveries" VALUES(44,700000000000000001,'event.reminder',4,NULL,NULL,'event:2','{"event_id": 2, "lead": "eve"}','2026-11-18 09:00:00.000000','2026-11-19 10:00:00.000000','reminder:2:20261119T1000:eve:4','planned',0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,NULL,NULL,NULL,'2026-10-16 00:00:00.000000');
INSERT INTO "deliveries" VALUES(45,700000000000000001,'event.reminder',4,NULL,NULL,'event:2','{"event_id": 2, "lead": "online_soon"}','2026-11-19 09:45:00.000000','2026-11-19 10:00:00.000000','reminder:2:20261119T1000:online_soon:4','planned',0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,NULL,NULL,NULL,'2026-10-16 00:00:00.000000');
INSERT INTO "deliveries" VALUES(46,700000000000000001,'event.card',NULL,'channel:700000000000000002',NULL,'event:3','{"event_id": 3}','2026-10-16 00:00:00.000000','2026-11-05 10:00:00.000000','event.card:3:','cancelled',0,'no_longer_true',NULL,NULL,NULL,NULL,NULL,NULL,NULL,'2026-10-16 03:00:00.000000',0,NULL,NULL,NULL,'2026-10-16 00:00:00.000000');
INSERT INTO "deliveries" VALUES(47,700000000000000001,'event.thread_opened',NULL,'thread:event:3',NULL,'event:3','{"event_id": 3}','2026-10-16 00:00:00.000000','2026-11-05 10:00:00.000000','event.thread_opened:3:','cancelled',0,'withdrawn',NULL,NULL,NULL,NULL,NULL,NULL,NULL,'2026-10-16 00:00:00.000000',0,NULL,NULL,NULL,'2026-10-16 00:00:00.000000');
INSERT INTO "deliveries" VALUES(48,700000000000000001,'event.reminder_post',NULL,'thread:event:3',NULL,'event:3','{"event_id": 3, "lead": "week"}','2026-10-29 03:00:00.000000','2026-11-05 10:00:00.000000','event.reminder_post:3:week','cancelled',0,'withdrawn',NULL,NULL,NULL,NULL,NULL,NULL,NULL,'2026-10-16 00:00:00.000000',0,NULL,NULL,NULL,'2026-10-16 00:00:00.000000');
INSERT INTO "deliveries" VALUES(49,700000000000000001,'event.reminder_post',NULL,'thread:event:3',NULL,'event:3','{"event_id": 3, "lead": "eve"}','2026-11-04 09:00:00.000000','2026-11-05 10:00:00.000000','event.reminder_post:3:eve','cancelled',0,'withdrawn',NULL,NULL,NULL,NULL,NULL,NULL,NULL,'2026-10-16 00:00:00.000000',0,NULL,NULL,NULL,'2026-10-16 00:00:00.000000');
INSERT INTO "deliveries" VALUES(50,700000000000000001,'event.reminder_post',NULL,'thread:event:3',NULL,'event:3','{"event_id": 3, "lead": "venue_soon"}','2026-11-05 07:00:00.000000','2026-11-05 10:00:00.000000','event.reminder_post:3:venue_soon','cancelled',0,'withdrawn',NULL,NULL,NULL,NULL,NULL,NULL,NULL,'2026-10-16 00:00:00.000000',0,NULL,NULL,NULL,'2026-10-16 00:00:00.000000');
INSERT INTO "deliveries" VALUES(51,700000000000000001,'event.reminder_post',NULL,'thread:event:3',NULL,'event:3','{"event_id": 3, "lead": "online_soon"}','2026-11-05 09:45:00.000000','2026-11-05 10:00:00.000000','event.reminder_post:3:online_soon','cancelled',0,'withdrawn',NULL,NULL,NULL,NULL,NULL,NULL,NULL,'2026-10-16 00:00:00.000000',0,NULL,NULL,NULL,'2026-10-16 00:00:00.000000');
INSERT INTO "deliveries" VALUES(52,700000000000000001,'event.reminder',17,NULL,NULL,'event:3','{"event_id": 3, "lead": "week"}','2026-10-29 03:00:00.000000','2026-11-05 10:00:00.000000','reminder:3:20261105T1000:week:17','cancelled',0,'withdrawn',NULL,NULL,NULL,NULL,NULL,NULL,NULL,'2026-10-16 00:00:00.000000',0,NULL,NULL,NULL,'2026-10-16 00:00:00.000000');
INSERT INTO "deliveries" VALUES(53,700000000000000001,'event.reminder',17,NULL,NULL,'event:3','{"event_id": 3, "lead": "eve"}','2026-11-04 09:00:00.000000','2026-11-05 10:00:00.000000','reminder:3:20261105T1000:eve:17','cancelled',0,'withdrawn',NULL,NULL,NULL,NULL,NULL,NULL,NULL,'2026-10-16 00:00:00.000000',0,NULL,NULL,NULL,'2026-10-16 00:00:00.000000');
INSERT INTO "deliveries" VALUES(54,700000000000000001,'event.reminder',17,NULL,NULL,'event:3','{"event_id": 3, "lead": "venue_soon"}','2026-11-05 07:00:00.000000','2026-11-05 10:00:00.000000','reminder:3:20261105T1000:venue_soon:17','cancelled',0,'withdrawn',NULL,NULL,NULL,NULL,NULL,NULL,NULL,'2026-10-16 00:00:00.000000',0,NULL,NULL,NULL,'2026-10-16 00:00:00.000000');
INSERT INTO "deliveries" VALUES(55,700000000000000001,'event.cancelled',17,NULL,NULL,'event:3','{"event_id": 3}','2026-10-16 00:00:00.000000','2026-11-05 11:30:00.000000','cancelled:3:17','sent',1,NULL,NULL,NULL,'dm',NULL,910000000000000021,900000000000000016,'2026-10-16 03:00:00.000000','2026-10-16 03:00:00.000000',0,NULL,NULL,NULL,'2026-10-16 00:00:00.000000');
INSERT INTO "deliveries" VALUES(56,700000000000000001,'event.cancelled_post',NULL,'thread:event:3',NULL,'event:3','{"event_id": 3}','2026-10-16 00:00:00.000000','2026-11-05 11:30:00.000000','cancelled:3:thread','failed',1,'no_thread',NULL,NULL,NULL,NULL,NULL,NULL,NULL,'2026-10-16 03:00:00.000000',0,NULL,NULL,NULL,'2026-10-16 00:00:00.000000');
INSERT INTO "deliveries" VALUES(57,700000000000000001,'event.cancelled_post',NULL,'channel:700000000000000002',NULL,'event:3','{"event_id": 3}','2026-10-16 03:00:00.000000','2026-11-05 11:30:00.000000','d56>channel:700000000000000002','sent',1,NULL,NULL,NULL,'place',56,700000000000000002,900000000000000017,'2026-10-16 03:00:00.000000','2026-10-16 03:00:00.000000',0,NULL,NULL,NULL,'2026-10-16 03:00:00.000000');
INSERT INTO "deliveries" VALUES(58,700000000000000001,'event.card',NULL,'staff',NULL,'event:4','{"event_id": 4}','2026-10-17 00:00:00.000000','2026-10-24 10:00:00.000000','event.card:4:','sent',1,NULL,NULL,NULL,'place',NULL,700000000000000003,900000000000000019,'2026-10-17 03:00:00.000000','2026-10-17 03:00:00.000000',0,NULL,NULL,NULL,'2026-10-17 00:00:00.000000');
INSERT INTO "deliveries" VALUES(59,700000000000000001,'event.thread_opened',NULL,'thread:event:4',NULL,'event:4','{"event_id": 4}','2026-10-17 00:00:00.000000','2026-10-24 10:00:00.000000','event.thread_opened:4:','sent',1,NULL,NULL,NULL,'place',NULL,700000000000000003,900000000000000021,'2026-10-17 03:00:00.000000','2026-10-17 03:00:00.000000',0,NULL,NULL,NULL,'2026-10-17 00:00:00.000000');
INSERT INTO "deliveries" VALUES(60,700000000000000001,'event.reminder_post',NULL,'thread:event:4',NULL,'event:4','{"event_id": 4, "lead": "eve"}','2026-10-23 09:00:00.000000','2026-10-24 10:00:00.000000','event.reminder_post:4:eve','planned',0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,NULL,NULL,NULL,'2026-10-17 00:00:00.000000');
INSERT INTO "deliveries" VALUES(61,700000000000000001,'event.reminder_post',NULL,'thread:event:4',NULL,'event:4','{"event_id": 4, "lead": "venue_soon"}','2026-10-24 07:00:00.000000','2026-10-24 10:00:00.000000','event.reminder_post:4:venue_soon','planned',0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,NULL,NULL,NULL,'2026-10-17 00:00:00.000000');
INSERT INTO "deliveries" VALUES(62,700000000000000001,'event.reminder_post',NULL,'thread:event:4',NULL,'event:4','{"event_id": 4, "lead": "online_soon"}','2026-10-24 09:45:00.000000','2026-10-24 10:00:00.000000','event.reminder_post:4:online_soon','planned',0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,NULL,NULL,NULL,'2026-10-17 00:00:00.000000');
INSERT INTO "deliveries" VALUES(63,700000000000000091,'event.card',NULL,'channel:700000000000000092',NULL,'event:5','{"event_id": 5}','2026-10-17 00:00:00.000000','2026-11-12 09:00:00.000000','event.card:5:','sent',1,NULL,NULL,NULL,'place',NULL,700000000000000092,900000000000000018,'2026-10-17 03:00:00.000000','2026-10-17 03:00:00.000000',0,NULL,NULL,NULL,'2026-10-17 00:00:00.000000');
INSERT INTO "deliveries" VALUES(64,700000000000000091,'event.thread_opened',NULL,'thread:event:5',NULL,'event:5','{"event_id": 5}','2026-10-17 00:00:00.000000','2026-11-12 09:00:00.000000','event.thread_opened:5:','sent',1,NULL,NULL,NULL,'place',NULL,700000000000000092,900000000000000020,'2026-10-17 03:00:00.000000','2026-10-17 03:00:00.000000',0,NULL,NULL,NULL,'2026-10-17 00:00:00.000000');
INSERT INTO "deliveries" VALUES(65,700000000000000091,'event.reminder_post',NULL,'thread:event:5',NULL,'event:5','{"event_id": 5, "lead": "week"}','2026-11-05 03:00:00.000000','2026-11-12 09:00:00.000000','event.reminder_post:5:week','planned',0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,NULL,NULL,NULL,'2026-10-17 00:00:00.000000');
INSERT INTO "deliveries" VALUES(66,700000000000000091,'event.reminder_post',NULL,'thread:event:5',NULL,'event:5','{"event_id": 5, "lead": "eve"}','2026-11-11 09:00:00.000000','2026-11-12 09:00:00.000000','event.reminder_post:5:eve','planned',0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,NULL,NULL,NULL,'2026-10-17 00:00:00.000000');
INSERT INTO "deliveries" VALUES(67,700000000000000091,'event.reminder_post',NULL,'thread:event:5',NULL,'event:5','{"event_id": 5, "lead": "venue_soon"}','2026-11-12 06:00:00.000000','2026-11-12 09:00:00.000000','event.reminder_post:5:venue_soon','planned',0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,NULL,NULL,NULL,'2026-10-17 00:00:00.000000');
INSERT INTO "deliveries" VALUES(68,700000000000000091,'event.reminder_post',NULL,'thread:event:5',NULL,'event:5','{"event_id": 5, "lead": "online_soon"}','2026-11-12 08:45:00.000000','2026-11-12 09:00:00.000000','event.reminder_post:5:online_soon','planned',0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,NULL,NULL,NULL,'2026-10-17 00:00:00.000000');
INSERT INTO "deliveries" VALUES(69,700000000000000001,'desk.weekly',NULL,'staff',NULL,'desk:700000000000000001','{"timezone": "Asia/Tokyo"}','2026-10-19 00:00:00.000000','2026-10-19 15:00:00.000000','desk.weekly:2026-10-19','sent',1,NULL,NULL,NULL,'place',NULL,700000000000000003,900000000000000022,'2026-10-19 00:00:00.000000','2026-10-19 00:00:00.000000',0,NULL,NULL,NULL,'2026-10-17 00:00:00.000000');
INSERT INTO "deliveries" VALUES(70,700000000000000091,'desk.weekly',NULL,'staff',NULL,'desk:700000000000000091','{"timezone": "Asia/Tokyo"}','2026-10-19 00:00:00.000000','2026-10-19 15:00:00.000000','desk.weekly:2026-10-19','sent',1,NULL,NULL,NULL,'place',NULL,700000000000000093,900000000000000023,'2026-10-19 00:00:00.000000','2026-10-19 00:00:00.000000',0,NULL,NULL,NULL,'2026-10-17 00:00:00.000000');
CREATE TABLE event_answers (
	id INTEGER NOT NULL, 
	event_id INTEGER NOT NULL, 
	member_id INTEGER NOT NULL, 
	choice VARCHAR NOT NULL, 
	mention_me BOOLEAN DEFAULT 0 NOT NULL, 
	answered_at DATETIME NOT NULL, 
	CONSTRAINT pk_event_answers PRIMARY KEY (id), 
	CONSTRAINT fk_event_answers_event_id FOREIGN KEY(event_id) REFERENCES events (id), 
	CONSTRAINT fk_event_answers_member_id FOREIGN KEY(member_id) REFERENCES members (id), 
	CONSTRAINT uq_event_answers_event_id_member_id UNIQUE (event_id, member_id)
);
INSERT INTO "event_answers" VALUES(1,1,2,'declined',1,'2026-10-04 00:00:00.000000');
INSERT INTO "event_answers" VALUES(3,1,4,'venue',0,'2026-10-01 00:00:00.000000');
INSERT INTO "event_answers" VALUES(4,1,5,'online',0,'2026-10-01 00:00:00.000000');
INSERT INTO "event_answers" VALUES(5,1,6,'maybe',0,'2026-10-01 00:00:00.000000');
INSERT INTO "event_answers" VALUES(6,1,7,'declined',0,'2026-10-01 00:00:00.000000');
INSERT INTO "event_answers" VALUES(7,1,8,'venue',0,'2026-10-01 00:00:00.000000');
INSERT INTO "event_answers" VALUES(8,2,17,'venue',0,'2026-10-16 00:00:00.000000');
INSERT INTO "event_answers" VALUES(9,2,18,'venue',0,'2026-10-16 00:00:00.000000');
INSERT INTO "event_answers" VALUES(10,2,19,'venue',0,'2026-10-16 00:00:00.000000');
INSERT INTO "event_answers" VALUES(11,2,4,'online',0,'2026-10-16 00:00:00.000000');
INSERT INTO "event_answers" VALUES(12,3,17,'venue',0,'2026-10-16 00:00:00.000000');
CREATE TABLE event_drafts (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	community_id BIGINT NOT NULL, 
	author_id INTEGER NOT NULL, 
	form JSON NOT NULL, 
	is_rehearsal BOOLEAN DEFAULT 0 NOT NULL, 
	created_at DATETIME NOT NULL, 
	changed_at DATETIME NOT NULL, 
	CONSTRAINT fk_event_drafts_author_id FOREIGN KEY(author_id) REFERENCES members (id), 
	CONSTRAINT fk_event_drafts_community_id FOREIGN KEY(community_id) REFERENCES communities (id)
);
INSERT INTO "event_drafts" VALUES(5,700000000000000001,1,'{"title": "\u66f8\u304d\u304b\u3051", "when": "\u305d\u306e\u3046\u3061", "venue": "\u307f\u306a\u3068\u5e02\u6c11\u30bb\u30f3\u30bf\u30fc 3\u968e / \u5b9a\u54e12", "online": "https://meeting.example/j/october", "description": "\u306f\u3058\u3081\u3066\u306e\u65b9\u3082\u6b53\u8fce\u3067\u3059\u3002", "welcome": [], "names_shown": "participants", "room": "", "contact": "", "co_hosts": "", "fee": "", "ring": "nobody", "is_sensitive": false}',0,'2026-10-17 00:00:00.000000','2026-10-17 00:00:00.000000');
CREATE TABLE events (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	community_id BIGINT NOT NULL, 
	state VARCHAR NOT NULL, 
	title VARCHAR NOT NULL, 
	description VARCHAR NOT NULL, 
	starts_at DATETIME NOT NULL, 
	ends_at DATETIME NOT NULL, 
	doors_at DATETIME, 
	timezone VARCHAR NOT NULL, 
	venue VARCHAR, 
	venue_capacity INTEGER, 
	room VARCHAR, 
	online BOOLEAN NOT NULL, 
	online_link VARCHAR, 
	online_capacity INTEGER, 
	contact VARCHAR, 
	co_hosts VARCHAR, 
	fee VARCHAR, 
	welcome JSON NOT NULL, 
	names_shown VARCHAR NOT NULL, 
	ring VARCHAR NOT NULL, 
	is_rehearsal BOOLEAN DEFAULT 0 NOT NULL, 
	form JSON NOT NULL, 
	calendar_uid VARCHAR NOT NULL, 
	calendar_sequence INTEGER DEFAULT '0' NOT NULL, 
	cancel_reason VARCHAR, 
	revision INTEGER DEFAULT '1' NOT NULL, 
	last_ticket INTEGER DEFAULT '0' NOT NULL, 
	created_by_id INTEGER, 
	created_at DATETIME NOT NULL, 
	cancelled_at DATETIME, is_sensitive BOOLEAN DEFAULT 0 NOT NULL, 
	CONSTRAINT fk_events_community_id FOREIGN KEY(community_id) REFERENCES communities (id), 
	CONSTRAINT fk_events_created_by_id FOREIGN KEY(created_by_id) REFERENCES members (id)
);
INSERT INTO "events" VALUES(1,700000000000000001,'announced','10月の情報交換会','はじめての方も歓迎です。','2026-10-15 10:00:00.000000','2026-10-15 11:30:00.000000',NULL,'Asia/Tokyo','みなと市民センター 3階',2,NULL,1,'https://meeting.example/j/october',NULL,NULL,NULL,NULL,'[]','participants','nobody',0,'{"title": "10\u6708\u306e\u60c5\u5831\u4ea4\u63db\u4f1a", "when": "2026-10-15 19:00-20:30", "venue": "\u307f\u306a\u3068\u5e02\u6c11\u30bb\u30f3\u30bf\u30fc 3\u968e / \u5b9a\u54e12", "online": "https://meeting.example/j/october", "description": "\u306f\u3058\u3081\u3066\u306e\u65b9\u3082\u6b53\u8fce\u3067\u3059\u3002", "welcome": [], "names_shown": "participants", "room": "", "contact": "", "co_hosts": "", "fee": "", "ring": "nobody", "is_sensitive": false}','2aa3cd29e0af411ab30f2d905602a49b',0,NULL,9,7,1,'2026-10-01 00:00:00.000000',NULL,0);
INSERT INTO "events" VALUES(2,700000000000000001,'announced','11月の情報交換会','はじめての方も歓迎です。','2026-11-19 10:00:00.000000','2026-11-19 11:30:00.000000',NULL,'Asia/Tokyo','みなと市民センター 3階',2,NULL,1,'https://meeting.example/j/october',NULL,NULL,NULL,NULL,'[]','participants','nobody',0,'{"title": "11\u6708\u306e\u60c5\u5831\u4ea4\u63db\u4f1a", "when": "2026-11-19 19:00-20:30", "venue": "\u307f\u306a\u3068\u5e02\u6c11\u30bb\u30f3\u30bf\u30fc 3\u968e / \u5b9a\u54e12", "online": "https://meeting.example/j/october", "description": "\u306f\u3058\u3081\u3066\u306e\u65b9\u3082\u6b53\u8fce\u3067\u3059\u3002", "welcome": [], "names_shown": "participants", "room": "", "contact": "", "co_hosts": "", "fee": "", "ring": "nobody", "is_sensitive": false}','4420e85576bc4beda11587501b26da7a',0,NULL,5,4,1,'2026-10-16 00:00:00.000000',NULL,0);
INSERT INTO "events" VALUES(3,700000000000000001,'cancelled','中止の会','はじめての方も歓迎です。','2026-11-05 10:00:00.000000','2026-11-05 11:30:00.000000',NULL,'Asia/Tokyo','みなと市民センター 3階',2,NULL,1,'https://meeting.example/j/october',NULL,NULL,NULL,NULL,'[]','participants','nobody',0,'{"title": "\u4e2d\u6b62\u306e\u4f1a", "when": "2026-11-05 19:00-20:30", "venue": "\u307f\u306a\u3068\u5e02\u6c11\u30bb\u30f3\u30bf\u30fc 3\u968e / \u5b9a\u54e12", "online": "https://meeting.example/j/october", "description": "\u306f\u3058\u3081\u3066\u306e\u65b9\u3082\u6b53\u8fce\u3067\u3059\u3002", "welcome": [], "names_shown": "participants", "room": "", "contact": "", "co_hosts": "", "fee": "", "ring": "nobody", "is_sensitive": true}','f063b22068b84865ba6701974a772093',0,'会場の都合のため',3,1,1,'2026-10-16 00:00:00.000000','2026-10-16 00:00:00.000000',1);
INSERT INTO "events" VALUES(4,700000000000000001,'announced','【練習】情報交換会','これは練習用です。事務局だけに見えています。どのボタンも気軽に押してお試しください。','2026-10-24 10:00:00.000000','2026-10-24 11:30:00.000000',NULL,'Asia/Tokyo','見本会館 3階',2,NULL,1,'https://meeting.example/rehearsal',NULL,NULL,NULL,NULL,'[]','office','nobody',1,'{"title": "\u3010\u7df4\u7fd2\u3011\u60c5\u5831\u4ea4\u63db\u4f1a", "when": "2026\u5e7410\u670824\u65e5\uff08\u571f\uff0919:00", "venue": "\u898b\u672c\u4f1a\u9928 3\u968e / \u5b9a\u54e12", "online": "https://meeting.example/rehearsal", "description": "\u3053\u308c\u306f\u7df4\u7fd2\u7528\u3067\u3059\u3002\u4e8b\u52d9\u5c40\u3060\u3051\u306b\u898b\u3048\u3066\u3044\u307e\u3059\u3002\u3069\u306e\u30dc\u30bf\u30f3\u3082\u6c17\u8efd\u306b\u62bc\u3057\u3066\u304a\u8a66\u3057\u304f\u3060\u3055\u3044\u3002", "welcome": [], "names_shown": "office", "room": "", "contact": "", "co_hosts": "", "fee": "", "ring": "nobody", "is_sensitive": false}','f30aea0f578d4063b4392d34461a5a46',0,NULL,1,0,1,'2026-10-17 00:00:00.000000',NULL,0);
INSERT INTO "events" VALUES(5,700000000000000091,'announced','Harbour exchange','はじめての方も歓迎です。','2026-11-12 09:00:00.000000','2026-11-12 10:30:00.000000',NULL,'Asia/Tokyo','みなと市民センター 3階',2,NULL,1,'https://meeting.example/j/october',NULL,NULL,NULL,NULL,'[]','participants','nobody',0,'{"title": "Harbour exchange", "when": "2026-11-12 18:00-19:30", "venue": "\u307f\u306a\u3068\u5e02\u6c11\u30bb\u30f3\u30bf\u30fc 3\u968e / \u5b9a\u54e12", "online": "https://meeting.example/j/october", "description": "\u306f\u3058\u3081\u3066\u306e\u65b9\u3082\u6b53\u8fce\u3067\u3059\u3002", "welcome": [], "names_shown": "participants", "room": "", "contact": "", "co_hosts": "", "fee": "", "ring": "nobody", "is_sensitive": false}','4a78ef74ae71450ba057f93a33b80ee7',0,NULL,1,0,23,'2026-10-17 00:00:00.000000',NULL,0);
CREATE TABLE members (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	community_id BIGINT NOT NULL, 
	discord_user_id BIGINT, 
	display_name VARCHAR, 
	language VARCHAR, 
	sector VARCHAR, 
	wants_dm BOOLEAN DEFAULT 1 NOT NULL, 
	dm_channel_id BIGINT, 
	sector_asked_at DATETIME, 
	created_at DATETIME NOT NULL, hides_subjects BOOLEAN DEFAULT 0 NOT NULL, staff_seen_at DATETIME, checked_at DATETIME, left_at DATETIME, 
	CONSTRAINT fk_members_community_id FOREIGN KEY(community_id) REFERENCES communities (id), 
	CONSTRAINT uq_members_community_id_discord_user_id UNIQUE (community_id, discord_user_id)
);
INSERT INTO "members" VALUES(1,700000000000000001,600000000000000001,'事務局',NULL,NULL,1,NULL,NULL,'2026-10-01 00:00:00.000000',0,NULL,NULL,NULL);
INSERT INTO "members" VALUES(2,700000000000000001,600000000000000011,'参加者11',NULL,'nonprofit',1,NULL,'2026-10-01 00:00:00.000000','2026-10-01 00:00:00.000000',0,NULL,NULL,NULL);
INSERT INTO "members" VALUES(4,700000000000000001,600000000000000013,'参加者13',NULL,NULL,1,NULL,'2026-10-01 00:00:00.000000','2026-10-01 00:00:00.000000',0,NULL,NULL,NULL);
INSERT INTO "members" VALUES(5,700000000000000001,600000000000000014,'参加者14','en',NULL,1,910000000000000014,'2026-10-01 00:00:00.000000','2026-10-01 00:00:00.000000',0,NULL,NULL,NULL);
INSERT INTO "members" VALUES(6,700000000000000001,600000000000000015,'参加者15',NULL,NULL,0,NULL,NULL,'2026-10-01 00:00:00.000000',0,NULL,NULL,NULL);
INSERT INTO "members" VALUES(7,700000000000000001,600000000000000016,'参加者16',NULL,NULL,1,NULL,NULL,'2026-10-01 00:00:00.000000',0,NULL,NULL,NULL);
INSERT INTO "members" VALUES(8,700000000000000001,600000000000000017,'参加者17',NULL,NULL,1,NULL,'2026-10-01 00:00:00.000000','2026-10-01 00:00:00.000000',0,NULL,NULL,NULL);
INSERT INTO "members" VALUES(17,700000000000000001,600000000000000021,'参加者21',NULL,NULL,1,910000000000000021,'2026-10-16 00:00:00.000000','2026-10-16 00:00:00.000000',0,NULL,NULL,NULL);
INSERT INTO "members" VALUES(18,700000000000000001,600000000000000022,'参加者22',NULL,NULL,1,NULL,'2026-10-16 00:00:00.000000','2026-10-16 00:00:00.000000',0,NULL,NULL,NULL);
INSERT INTO "members" VALUES(19,700000000000000001,600000000000000023,'参加者23',NULL,NULL,1,NULL,'2026-10-16 00:00:00.000000','2026-10-16 00:00:00.000000',0,NULL,'2026-10-18 00:00:00.000000','2026-10-18 00:00:00.000000');
INSERT INTO "members" VALUES(23,700000000000000091,600000000000000001,'事務局',NULL,NULL,1,NULL,NULL,'2026-10-17 00:00:00.000000',0,NULL,NULL,NULL);
CREATE TABLE postings (
	id INTEGER NOT NULL, 
	community_id BIGINT NOT NULL, 
	subject VARCHAR(100) NOT NULL, 
	channel_id BIGINT, 
	message_id BIGINT, 
	thread_id BIGINT, 
	shown_revision INTEGER NOT NULL, 
	wanted_revision INTEGER NOT NULL, 
	next_edit_at DATETIME, 
	changes_at DATETIME, 
	gone_at DATETIME, 
	CONSTRAINT pk_postings PRIMARY KEY (id), 
	CONSTRAINT fk_postings_community_id FOREIGN KEY(community_id) REFERENCES communities (id), 
	CONSTRAINT uq_postings_subject UNIQUE (community_id, subject)
);
INSERT INTO "postings" VALUES(1,700000000000000001,'event:1',700000000000000002,900000000000000001,950000000000000002,9,9,'2026-10-15 12:00:05.000000',NULL,NULL);
INSERT INTO "postings" VALUES(2,700000000000000001,'question:2',NULL,NULL,NULL,0,2,NULL,NULL,NULL);
INSERT INTO "postings" VALUES(3,700000000000000001,'question:1',700000000000000003,900000000000000003,NULL,0,0,'2026-10-01 03:00:05.000000',NULL,NULL);
INSERT INTO "postings" VALUES(4,700000000000000001,'event:2',700000000000000002,900000000000000014,950000000000000015,5,5,'2026-10-16 03:00:05.000000','2026-11-19 10:00:00.000000',NULL);
INSERT INTO "postings" VALUES(5,700000000000000001,'event:3',NULL,NULL,NULL,0,3,NULL,NULL,NULL);
INSERT INTO "postings" VALUES(6,700000000000000091,'event:5',700000000000000092,900000000000000018,950000000000000020,0,0,'2026-10-17 03:00:05.000000','2026-11-12 09:00:00.000000',NULL);
INSERT INTO "postings" VALUES(7,700000000000000001,'event:4',700000000000000003,900000000000000019,950000000000000021,0,0,'2026-10-17 03:00:05.000000','2026-10-24 10:00:00.000000',NULL);
CREATE TABLE questions (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	community_id BIGINT NOT NULL, 
	member_id INTEGER, 
	about VARCHAR(100), 
	question VARCHAR, 
	answer VARCHAR, 
	answered_by_id INTEGER, 
	revision INTEGER DEFAULT '1' NOT NULL, 
	asked_at DATETIME NOT NULL, 
	closed_at DATETIME, 
	CONSTRAINT fk_questions_community_id FOREIGN KEY(community_id) REFERENCES communities (id), 
	CONSTRAINT fk_questions_member_id FOREIGN KEY(member_id) REFERENCES members (id) ON DELETE SET NULL, 
	CONSTRAINT fk_questions_answered_by_id FOREIGN KEY(answered_by_id) REFERENCES members (id) ON DELETE SET NULL
);
INSERT INTO "questions" VALUES(1,700000000000000001,2,NULL,'赤ちゃんを連れて行ってもよいですか。',NULL,NULL,1,'2026-10-01 00:00:00.000000',NULL);
INSERT INTO "questions" VALUES(2,700000000000000001,5,'event:1','駐車場はありますか。','あります。',1,2,'2026-10-01 00:00:00.000000','2026-10-01 00:00:00.000000');
CREATE TABLE rsvp_history (
	id INTEGER NOT NULL, 
	event_id INTEGER NOT NULL, 
	member_id INTEGER NOT NULL, 
	mode VARCHAR NOT NULL, 
	"before" VARCHAR, 
	"after" VARCHAR NOT NULL, 
	cause VARCHAR NOT NULL, 
	happened_at DATETIME NOT NULL, 
	CONSTRAINT pk_rsvp_history PRIMARY KEY (id), 
	CONSTRAINT fk_rsvp_history_event_id FOREIGN KEY(event_id) REFERENCES events (id), 
	CONSTRAINT fk_rsvp_history_member_id FOREIGN KEY(member_id) REFERENCES members (id)
);
INSERT INTO "rsvp_history" VALUES(1,1,2,'venue',NULL,'confirmed','answer','2026-10-01 00:00:00.000000');
INSERT INTO "rsvp_history" VALUES(3,1,4,'venue',NULL,'waitlisted','answer','2026-10-01 00:00:00.000000');
INSERT INTO "rsvp_history" VALUES(4,1,5,'online',NULL,'confirmed','answer','2026-10-01 00:00:00.000000');
INSERT INTO "rsvp_history" VALUES(5,1,8,'venue',NULL,'waitlisted','answer','2026-10-01 00:00:00.000000');
INSERT INTO "rsvp_history" VALUES(6,1,2,'venue','confirmed','cancelled','answer','2026-10-04 00:00:00.000000');
INSERT INTO "rsvp_history" VALUES(7,1,4,'venue','waitlisted','confirmed','promoted','2026-10-04 00:00:00.000000');
INSERT INTO "rsvp_history" VALUES(8,2,17,'venue',NULL,'confirmed','answer','2026-10-16 00:00:00.000000');
INSERT INTO "rsvp_history" VALUES(9,2,18,'venue',NULL,'confirmed','answer','2026-10-16 00:00:00.000000');
INSERT INTO "rsvp_history" VALUES(10,2,19,'venue',NULL,'waitlisted','answer','2026-10-16 00:00:00.000000');
INSERT INTO "rsvp_history" VALUES(11,2,4,'online',NULL,'confirmed','answer','2026-10-16 00:00:00.000000');
INSERT INTO "rsvp_history" VALUES(12,3,17,'venue',NULL,'confirmed','answer','2026-10-16 00:00:00.000000');
CREATE TABLE rsvps (
	id INTEGER NOT NULL, 
	event_id INTEGER NOT NULL, 
	member_id INTEGER NOT NULL, 
	mode VARCHAR NOT NULL, 
	place VARCHAR NOT NULL, 
	seats INTEGER DEFAULT '1' NOT NULL, 
	ticket INTEGER NOT NULL, 
	changed_at DATETIME NOT NULL, 
	CONSTRAINT pk_rsvps PRIMARY KEY (id), 
	CONSTRAINT fk_rsvps_event_id FOREIGN KEY(event_id) REFERENCES events (id), 
	CONSTRAINT fk_rsvps_member_id FOREIGN KEY(member_id) REFERENCES members (id), 
	CONSTRAINT uq_rsvps_event_id_member_id_mode UNIQUE (event_id, member_id, mode)
);
INSERT INTO "rsvps" VALUES(1,1,2,'venue','cancelled',1,6,'2026-10-04 00:00:00.000000');
INSERT INTO "rsvps" VALUES(3,1,4,'venue','confirmed',1,7,'2026-10-04 00:00:00.000000');
INSERT INTO "rsvps" VALUES(4,1,5,'online','confirmed',1,4,'2026-10-01 00:00:00.000000');
INSERT INTO "rsvps" VALUES(5,1,8,'venue','waitlisted',1,5,'2026-10-01 00:00:00.000000');
INSERT INTO "rsvps" VALUES(6,2,17,'venue','confirmed',1,1,'2026-10-16 00:00:00.000000');
INSERT INTO "rsvps" VALUES(7,2,18,'venue','confirmed',1,2,'2026-10-16 00:00:00.000000');
INSERT INTO "rsvps" VALUES(8,2,19,'venue','waitlisted',1,3,'2026-10-16 00:00:00.000000');
INSERT INTO "rsvps" VALUES(9,2,4,'online','confirmed',1,4,'2026-10-16 00:00:00.000000');
INSERT INTO "rsvps" VALUES(10,3,17,'venue','confirmed',1,1,'2026-10-16 00:00:00.000000');
CREATE INDEX ix_postings_changing ON postings (changes_at) WHERE changes_at IS NOT NULL;
CREATE INDEX ix_postings_stale ON postings (next_edit_at) WHERE wanted_revision > shown_revision AND message_id IS NOT NULL AND gone_at IS NULL;
CREATE INDEX ix_deliveries_due ON deliveries (due_at) WHERE state = 'planned';
CREATE INDEX ix_deliveries_lease ON deliveries (lease_until) WHERE state = 'sending';
CREATE INDEX ix_deliveries_parent ON deliveries (parent_id);
CREATE INDEX ix_deliveries_planned ON deliveries (subject) WHERE state = 'planned';
CREATE INDEX ix_deliveries_trouble ON deliveries (community_id, id) WHERE state IN ('failed', 'unknown');
CREATE INDEX ix_deliveries_unread ON deliveries (member_id) WHERE awaits_press;
CREATE INDEX ix_deliveries_urgent ON deliveries (tell_staff_at) WHERE tell_staff_at IS NOT NULL;
CREATE INDEX ix_event_drafts_author_id ON event_drafts (author_id);
CREATE INDEX ix_event_drafts_community_id ON event_drafts (community_id);
CREATE INDEX ix_events_community_id_starts_at ON events (community_id, starts_at);
CREATE INDEX ix_event_answers_member_id ON event_answers (member_id);
CREATE INDEX ix_rsvp_history_event_id ON rsvp_history (event_id);
CREATE INDEX ix_rsvp_history_member_id ON rsvp_history (member_id);
CREATE INDEX ix_rsvps_event_id_mode_place_ticket ON rsvps (event_id, mode, place, ticket);
CREATE INDEX ix_rsvps_member_id ON rsvps (member_id);
CREATE INDEX ix_questions_open ON questions (community_id, asked_at) WHERE closed_at IS NULL;
CREATE INDEX ix_questions_member_id ON questions (member_id);
CREATE INDEX ix_questions_answered_by_id ON questions (answered_by_id);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('members',23);
INSERT INTO "sqlite_sequence" VALUES('event_drafts',6);
INSERT INTO "sqlite_sequence" VALUES('events',5);
INSERT INTO "sqlite_sequence" VALUES('deliveries',70);
INSERT INTO "sqlite_sequence" VALUES('questions',2);
COMMIT;
