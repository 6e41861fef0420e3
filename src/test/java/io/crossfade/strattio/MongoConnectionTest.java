package io.crossfade.strattio;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoClientSettings;
import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoDatabase;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.mongodb.autoconfigure.MongoAutoConfiguration;
import org.springframework.boot.mongodb.autoconfigure.MongoClientSettingsBuilderCustomizer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What the connection string may say, and what it may not. */
@ExtendWith(OutputCaptureExtension.class)
class MongoConnectionTest {

    private static final String OTHERS = "readConcernLevel=local&w=1&journal=false&readPreference=secondaryPreferred"
            + "&retryReads=false&retryWrites=false";

    private final ApplicationContextRunner service = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(MongoAutoConfiguration.class))
            .withUserConfiguration(MongoConnection.class);

    @Test
    void keepsItsPromisesWhateverTheConnectionStringSays(CapturedOutput output) {
        service.withPropertyValues("spring.mongodb.uri=mongodb://localhost:1/strattio?" + OTHERS)
                .run(started -> {
                    MongoDatabase database = started.getBean(MongoClient.class).getDatabase("strattio");
                    assertThat(database.getReadConcern()).isEqualTo(ReadConcern.MAJORITY);
                    assertThat(database.getWriteConcern()).isEqualTo(WriteConcern.MAJORITY.withJournal(true));
                    assertThat(database.getReadPreference()).isEqualTo(ReadPreference.primary());
                    MongoClientSettings settings =
                            settings(started.getBeanProvider(MongoClientSettingsBuilderCustomizer.class));
                    assertThat(settings.getRetryReads()).isTrue();
                    assertThat(settings.getRetryWrites()).isTrue();
                });
        assertThat(output)
                .contains("readConcernLevel, readPreference, w, journal or wtimeoutMS, retryWrites, retryReads");
    }

    @Test
    void mayBeGivenOtherLimits(CapturedOutput output) {
        service.withPropertyValues("spring.mongodb.uri=mongodb://localhost:1/strattio?serverSelectionTimeoutMS=7000")
                .run(started -> assertThat(settings(started.getBeanProvider(MongoClientSettingsBuilderCustomizer.class))
                                .getClusterSettings()
                                .getServerSelectionTimeout(TimeUnit.SECONDS))
                        .isEqualTo(7));
        assertThat(output).doesNotContain("not followed");
    }

    private static MongoClientSettings settings(
            org.springframework.beans.factory.ObjectProvider<MongoClientSettingsBuilderCustomizer> customizers) {
        MongoClientSettings.Builder settings = MongoClientSettings.builder();
        customizers.orderedStream().forEach(customizer -> customizer.customize(settings));
        return settings.build();
    }
}
