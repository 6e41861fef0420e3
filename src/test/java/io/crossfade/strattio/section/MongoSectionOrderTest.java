package io.crossfade.strattio.section;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Updates;
import io.crossfade.embedded.mongo.Command;
import io.crossfade.embedded.mongo.EmbeddedMongo;
import io.crossfade.migration.OutcomeUnknownException;
import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.MongoStoreFixture;
import io.crossfade.strattio.common.Page;
import io.crossfade.strattio.common.Unreadable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Setting an order takes several commands: another instance may come between them, and MongoDB may go away. */
class MongoSectionOrderTest {

    private static final int NOT_WRITABLE_PRIMARY = 10107;

    private final Id plan = Id.next();
    private final List<Id> sections = new ArrayList<>();
    private EmbeddedMongo mongo;
    private MongoClient client;
    private MongoSectionRepository one;
    private MongoSectionRepository other;

    @BeforeEach
    void start() {
        mongo = EmbeddedMongo.start();
        client = MongoClients.create(mongo.connectionString() + "&timeoutMS=5000");
        client.getDatabase("strattio")
                .getCollection("sections")
                .createIndex(Indexes.ascending("plan_id", "order_index"), new IndexOptions().unique(true));
        one = repository();
        other = repository();
        for (int i = 0; i < 4; i++) {
            Id id = Id.next();
            sections.add(id);
            one.create(Section.of(id, plan, "summary", "title", "content", null, i, null, null, null, null));
        }
    }

    @AfterEach
    void stop() {
        client.close();
        mongo.close();
    }

    private MongoSectionRepository repository() {
        return new MongoSectionRepository(MongoStoreFixture.on(client));
    }

    private List<Id> order() {
        return one.listOf(plan, null, 100).items().stream().map(Section::id).toList();
    }

    @Test
    void isOfUnknownOutcomeOnceSomethingWasMoved() {
        AtomicInteger updates = new AtomicInteger();
        Predicate<Command> afterTheMoves = command -> Command.named("update").test(command)
                ? updates.incrementAndGet() < 0
                : updates.get() >= 2 && Command.named("find").test(command);
        mongo.faults().refuse(afterTheMoves, NOT_WRITABLE_PRIMARY, "NotWritablePrimary");

        assertThatThrownBy(() -> one.reorder(plan, sections.reversed())).isInstanceOf(OutcomeUnknownException.class);

        mongo.faults().clear();
        assertThat(order()).isEqualTo(sections.reversed());
    }

    /** It is their places that are set, whatever else they hold. */
    @Test
    void ordersSectionsThatCannotBeReadAsAWhole() {
        client.getDatabase("strattio")
                .getCollection("sections")
                .updateOne(
                        Filters.eq("_id", new ObjectId(sections.getFirst().text())), Updates.set("word_count", "many"));

        one.reorder(plan, sections.reversed());

        Page<Section> listed = one.listOf(plan, null, 100);
        assertThat(listed.items().stream().map(Section::id).toList())
                .isEqualTo(sections.reversed().subList(0, 3));
        assertThat(listed.unreadable())
                .containsExactly(new Unreadable("sections", sections.getFirst().text(), "word_count"));
    }

    @Test
    void ofTwoInstancesThatSetAnOrderAtOnceOneHasSetIt() {
        List<Id> rotated = List.of(sections.get(2), sections.get(3), sections.get(0), sections.get(1));
        for (int i = 0; i < 25; i++) {
            CompletableFuture<Void> first = CompletableFuture.runAsync(() -> one.reorder(plan, sections.reversed()));
            CompletableFuture<Void> second = CompletableFuture.runAsync(() -> other.reorder(plan, rotated));
            CompletableFuture.allOf(first, second).join();
            assertThat(order()).isIn(sections.reversed(), rotated);
        }
    }
}
