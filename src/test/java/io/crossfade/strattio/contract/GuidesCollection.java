package io.crossfade.strattio.contract;

import static io.crossfade.migration.control.Requester.named;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.crossfade.embedded.mongo.EmbeddedMongo;
import io.crossfade.migration.Phase;
import io.crossfade.migration.control.Moves;
import io.crossfade.migration.verify.Verification;
import io.crossfade.strattio.common.Aggregate;
import io.crossfade.strattio.common.AggregateRepository;
import io.crossfade.strattio.common.Id;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** A program that stores something in the collection that the guide shows, and moves it. */
final class GuidesCollection {

    private GuidesCollection() {}

    @Import(StoresContext.Engine.class)
    @ComponentScan("shop")
    @EntityScan("shop")
    @EnableJpaRepositories("shop")
    static class Shop {}

    /** @param arguments the database's address, its user and the password */
    @SuppressWarnings({"unchecked", "rawtypes"})
    public static void main(String[] arguments) throws Exception {
        ConfigurableApplicationContext context = StoresContext.start(
                Shop.class,
                arguments[0],
                arguments[1],
                arguments[2],
                EmbeddedMongo.start().connectionString());
        Id user = new Given(DualWriteStores.of(context)).user().id();
        JsonMapper json = JsonMapper.builder()
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .build();
        Aggregate given = (Aggregate) json.readValue(
                "{\"user_id\": \"%s\", \"number\": \"A 1\", \"lines\": [{\"pieces\": 2}]}".formatted(user),
                Class.forName("shop.Invoice"));
        AggregateRepository invoices = (AggregateRepository) context.getBean(Class.forName("shop.InvoiceRepository"));
        Aggregate created = invoices.create(given);

        for (Phase phase : List.of(Phase.DUAL_WRITE, Phase.BACKFILL, Phase.SHADOW_READ)) {
            move(context, phase, null);
        }
        for (String unit : List.of("users", "invoices")) {
            assertThat(context.getBean(Verification.class).run(unit, false).clean())
                    .isTrue();
        }
        move(context, Phase.READ_SWITCH, 100);
        move(context, Phase.TARGET, null);

        assertThat(invoices.find(created.id())).isEqualTo(Optional.of(created));
        DualWriteStores.of(context).users().delete(user);
        assertThat(invoices.find(created.id())).isEqualTo(Optional.empty());
        System.out.println("Moved");
        System.exit(0);
    }

    private static void move(ConfigurableApplicationContext context, Phase phase, Integer percent) {
        for (String unit : List.of("users", "invoices")) {
            await().atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> context.getBean(Moves.class)
                            .move(unit, new Moves.Request(phase, percent, null, named("test"), "guide"))
                            .done());
        }
    }
}
