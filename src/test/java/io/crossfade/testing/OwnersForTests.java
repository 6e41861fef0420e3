package io.crossfade.testing;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import io.crossfade.migration.Router;
import io.crossfade.migration.mapping.Ids;
import io.crossfade.migration.mapping.RefusedException;
import java.util.List;
import java.util.UUID;
import org.bson.BsonDocument;
import org.bson.types.ObjectId;
import org.springframework.jdbc.core.JdbcTemplate;

/** A dual-write repository of the smallest kind: one number per owner, kept in the settings. */
public final class OwnersForTests {

    private final EngineForTests engine;
    private final Router router;
    private final JdbcTemplate jdbc;

    public OwnersForTests(EngineForTests engine) {
        this.engine = engine;
        this.router = engine.bean(Router.class);
        this.jdbc = new JdbcTemplate(engine.postgres());
    }

    public void put(ObjectId id, int value) {
        router.run(
                EngineForTests.OWNERS,
                List.of(id.toHexString()),
                () -> putInSource(id, value),
                () -> putInTarget(id, value));
    }

    /** -1 if there is no such owner. */
    public int get(ObjectId id) {
        return router.read(EngineForTests.OWNERS, id.toHexString(), () -> getFromSource(id), () -> getFromTarget(id));
    }

    public void putInSource(ObjectId id, int value) {
        engine.collection(EngineForTests.OWNERS)
                .updateOne(
                        Filters.eq("_id", id),
                        Updates.combine(Updates.set("settings.value", value), Updates.setOnInsert("email", id + "@x")),
                        new UpdateOptions().upsert(true));
    }

    public void putInTarget(ObjectId id, int value) {
        jdbc.update(
                "INSERT INTO owners (id, email, settings) VALUES (?, ?, jsonb_build_object('value', ?::int))"
                        + " ON CONFLICT (id) DO UPDATE SET settings = excluded.settings",
                uuid(id),
                id + "@x",
                value);
    }

    public int getFromSource(ObjectId id) {
        BsonDocument document = engine.collection(EngineForTests.OWNERS)
                .find(Filters.eq("_id", id))
                .first();
        return document == null
                ? -1
                : document.getDocument("settings").getNumber("value").intValue();
    }

    public int getFromTarget(ObjectId id) {
        return jdbc
                .queryForList("SELECT (settings ->> 'value')::int FROM owners WHERE id = ?", Integer.class, uuid(id))
                .stream()
                .findFirst()
                .orElse(-1);
    }

    public static UUID uuid(ObjectId id) {
        try {
            return Ids.uuid(id.toHexString());
        } catch (RefusedException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
