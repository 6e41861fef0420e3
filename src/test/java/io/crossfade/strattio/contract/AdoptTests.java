package io.crossfade.strattio.contract;

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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The guide's own collection, by its text alone: what it shows compiles, is stored, and moves. */
class AdoptTests {

    private static final Path GUIDE = Path.of("docs/adopt.md");

    /** Left out in the guide. */
    private static final String IMPORTS = """
            import static org.springframework.data.mongodb.core.query.Criteria.where;

            import com.fasterxml.jackson.annotation.JsonCreator;
            import io.crossfade.migration.*;
            import io.crossfade.strattio.common.*;
            import io.crossfade.strattio.user.*;
            import jakarta.persistence.Entity;
            import java.time.Instant;
            import java.util.List;
            import java.util.Objects;
            import java.util.UUID;
            import org.hibernate.annotations.DynamicUpdate;
            import org.hibernate.annotations.JdbcTypeCode;
            import org.hibernate.type.SqlTypes;
            import org.jspecify.annotations.Nullable;
            import org.springframework.context.annotation.*;
            import io.crossfade.strattio.common.Page;
            import org.springframework.data.domain.Limit;
            import org.springframework.data.domain.Sort;
            import org.springframework.data.jpa.repository.Query;
            import org.springframework.data.mongodb.core.mapping.Document;
            import org.springframework.data.mongodb.core.query.Criteria;
            import org.springframework.stereotype.Repository;
            import tools.jackson.databind.annotation.*;
            """;

    @Test
    void theGuidesCollectionCompilesAndMoves(@TempDir Path folder) throws Exception {
        JavaProgram service = JavaProgram.in(folder, entry -> true);
        service.compile(sources(folder));
        DataSource database = PostgresForTests.freshDatabase();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(blocks("sql").getFirst());
        }

        assertThat(service.run(
                        "io.crossfade.strattio.contract.GuidesCollection",
                        PostgresForTests.url(database),
                        PostgresForTests.USER,
                        PostgresForTests.PASSWORD))
                .contains("\nMoved\n");
    }

    private static List<Path> sources(Path folder) throws IOException {
        List<Path> sources = new ArrayList<>();
        for (String block : blocks("java")) {
            Matcher type = Pattern.compile("(?:class|record|interface) (\\w+)").matcher(block);
            if (block.startsWith("package shop;") && type.find()) {
                Path source = folder.resolve(type.group(1) + ".java");
                Files.writeString(source, block.replace("package shop;\n", "package shop;\n\n" + IMPORTS));
                sources.add(source);
            }
        }
        return sources;
    }

    private static List<String> blocks(String language) throws IOException {
        return Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(GUIDE))
                .results()
                .map(block -> block.group(1))
                .toList();
    }
}
