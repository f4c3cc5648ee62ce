-- What names a person can be found by her, for her own data and for erasing her account.
CREATE INDEX initiative_by_starter ON initiative (started_by) WHERE started_by IS NOT NULL;
CREATE INDEX activity_by_maker ON activity (created_by) WHERE created_by IS NOT NULL;
CREATE INDEX activity_move_by_mover ON activity_move (moved_by) WHERE moved_by IS NOT NULL;
CREATE INDEX link_by_maker ON link (made_by) WHERE made_by IS NOT NULL;
CREATE INDEX log_by_actor ON log_entry (actor_id, id) WHERE actor_id IS NOT NULL;
CREATE INDEX log_by_person ON log_entry (target_id, id) WHERE target_kind = 1;
