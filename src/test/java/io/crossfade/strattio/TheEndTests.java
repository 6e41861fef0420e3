package io.crossfade.strattio;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.testing.JavaProgram;
import io.crossfade.testing.PostgresForTests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The last step, as the runbook's chapter has it: without MongoDB's classes, jars and schema, the service is whole. */
class TheEndTests {

    private static final Path MAIN = Path.of("src/main/java/io/crossfade");
    private static final Path CONTRACTS = Path.of("src/test/java/io/crossfade/strattio/contract");

    private static final Predicate<String> LEFT =
            name -> !name.matches("(Mongo|DualWrite|StrattioUnits).*|.*Mapping\\.java");
    private static final Set<String> LEFT_OF_THE_ENGINE =
            Set.of("KeyText.java", "UnavailableException.java", "OutcomeUnknownException.java");

    @Test
    void whatIsLeftCompilesAndKeepsItsContracts(@TempDir Path folder) throws Exception {
        List<Path> sources = new ArrayList<>();
        sources.addAll(files(MAIN.resolve("strattio"), LEFT));
        sources.addAll(files(MAIN.resolve("migration"), LEFT_OF_THE_ENGINE::contains));
        sources.addAll(files(
                CONTRACTS,
                name -> name.matches(".*Contract\\.java|(Given|Pages|Moments|Together|Stores|AfterTheEnd)\\.java")));
        JavaProgram service =
                JavaProgram.in(folder, entry -> entry.endsWith(".jar") && !entry.matches(".*/[^/]*(mongo|bson)[^/]*"));
        service.compile(sources);
        Files.copy(Path.of("src/main/resources/application.yaml"), folder.resolve("application.yaml"));
        DataSource database = PostgresForTests.freshDatabase();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(lastMigration());
        }

        assertThat(service.run(
                        "io.crossfade.strattio.contract.AfterTheEnd",
                        PostgresForTests.url(database),
                        PostgresForTests.USER,
                        PostgresForTests.PASSWORD))
                .contains("failed: 0")
                .containsPattern("passed: [1-9]\\d+,");
    }

    private static String lastMigration() throws IOException {
        String chapter = Files.readString(Path.of("docs/runbook.md"))
                .split("(?m)^## The end$")[1]
                .split("(?m)^## ")[0];
        return chapter.split("```sql\n")[1].split("```")[0];
    }

    private static List<Path> files(Path folder, Predicate<String> named) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> named.test(file.getFileName().toString()))
                    .toList();
        }
    }
}
