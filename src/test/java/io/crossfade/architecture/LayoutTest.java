package io.crossfade.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.crossfade.migration.UnitMapping;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The layout, and why it is so. */
class LayoutTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.crossfade");

    private static final Path SOURCES = Path.of("src/main/java");

    /** Each slice of the service and the slices that its table references. */
    private static final Map<String, Set<String>> REFERENCES = Map.of(
            "user", Set.of(),
            "organisation", Set.of(),
            "plan", Set.of("user", "organisation"),
            "section", Set.of("plan"),
            "researchpack", Set.of("plan"),
            "financialmodel", Set.of("plan"));

    private static DescribedPredicate<JavaClass> namedAfter(String... prefixes) {
        return describe("named " + String.join(", ", prefixes), type -> {
            JavaClass outer = type;
            while (outer.getEnclosingClass().isPresent()) {
                outer = outer.getEnclosingClass().get();
            }
            return Stream.of(prefixes).anyMatch(outer.getSimpleName()::startsWith);
        });
    }

    @Test
    void theEngineKnowsNoAggregate() {
        noClasses()
                .that()
                .resideInAPackage("io.crossfade.migration..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.crossfade.strattio..", "io.crossfade.embedded..")
                .because("other teams take the engine for their own collections as it is")
                .check(CLASSES);
    }

    @Test
    void theEnginesRootKnowsNoStore() {
        noClasses()
                .that()
                .resideInAPackage("io.crossfade.migration")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "com.mongodb..",
                        "org.bson..",
                        "org.postgresql..",
                        "java.sql..",
                        "javax.sql..",
                        "jakarta.persistence..",
                        "io.crossfade.migration.*..")
                .because("other stores come later, and what is particular to two must not be in everybody's way")
                .check(CLASSES);
    }

    @Test
    void theEnginesPartsHaveNoCycle() {
        slices().matching("io.crossfade.migration.(*)..")
                .should()
                .beFreeOfCycles()
                .because("a part that can be understood alone can be changed alone")
                .check(CLASSES);
    }

    @Test
    void controlKnowsNoOtherPartOfTheEngine() {
        noClasses()
                .that()
                .resideInAPackage("io.crossfade.migration.control..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.crossfade.migration.sync..",
                        "io.crossfade.migration.feed..",
                        "io.crossfade.migration.backfill..",
                        "io.crossfade.migration.verify..",
                        "io.crossfade.migration.operations..")
                .because("the others bring their gates and barriers; control only asks for them")
                .check(CLASSES);
    }

    static Set<String> sliceNames() {
        return REFERENCES.keySet();
    }

    @ParameterizedTest
    @MethodSource("sliceNames")
    void aSliceKnowsOnlyWhatItsTableReferences(String slice) {
        String[] others = REFERENCES.keySet().stream()
                .filter(other -> !other.equals(slice) && !reaches(slice, other))
                .map(other -> "io.crossfade.strattio." + other + "..")
                .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage("io.crossfade.strattio." + slice + "..")
                .should()
                .dependOnClassesThat(JavaClass.Predicates.resideInAnyPackage(others)
                        .or(resideInAPackage("io.crossfade.migration.*.."))
                        .or(resideInAPackage("io.crossfade.embedded..")))
                .because(
                        "a slice stands on the engine's root and on the slices its table references, and on nothing else")
                .check(CLASSES);
    }

    private static boolean reaches(String slice, String other) {
        return REFERENCES.get(slice).stream().anyMatch(parent -> parent.equals(other) || reaches(parent, other));
    }

    @Test
    void driverTypesStayInTheClassesNamedAfterTheirStore() {
        noClasses()
                .that(resideInAPackage("io.crossfade.strattio.."))
                .and(DescribedPredicate.not(namedAfter("Mongo")))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.mongodb..", "org.bson..", "org.springframework.data.mongodb..")
                .because("deleting MongoDB at the end means deleting the classes named after it")
                .check(CLASSES);
        noClasses()
                .that(resideInAPackage("io.crossfade.strattio.."))
                .and(DescribedPredicate.not(namedAfter("Postgres")))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.postgresql..", "jakarta.persistence..", "org.hibernate..", "java.sql..")
                .because("a store's particulars belong to the classes named after it")
                .check(CLASSES);
    }

    @Test
    void nobodyWouldMissTheClassesOfMongoAndDualWrite() {
        noClasses()
                .that(resideInAPackage("io.crossfade.strattio.."))
                .and(DescribedPredicate.not(namedAfter("Mongo", "DualWrite")))
                .should()
                .dependOnClassesThat(resideInAPackage("io.crossfade.strattio..").and(namedAfter("Mongo", "DualWrite")))
                .because("the last step of the migration is to delete them, and nothing else may break")
                .check(CLASSES);
    }

    @Test
    void theServiceDoesNotNeedTheEmbeddedStores() {
        noClasses()
                .that()
                .resideInAPackage("io.crossfade.strattio..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.crossfade.embedded..")
                .because("production runs without them")
                .check(CLASSES);
    }

    @Test
    void endpointsDoNotReachAroundTheEngine() {
        classes()
                .that()
                .resideInAPackage("io.crossfade.migration.operations..")
                .should()
                .onlyDependOnClassesThat(DescribedPredicate.not(
                        JavaClass.Predicates.resideInAnyPackage("com.mongodb..", "org.bson..", "org.postgresql..")))
                .because("what an operator may do is what the engine offers")
                .check(CLASSES);
    }

    @Test
    void everyUnitIsMappedOnceAndReferencesOnlyItsParents() {
        assertThat(CLASSES.stream()
                        .filter(type -> type.getPackageName().startsWith("io.crossfade.strattio"))
                        .filter(type -> type.getSimpleName().endsWith("Mapping"))
                        .filter(type -> type.getAllFields().stream()
                                        .anyMatch(field -> field.getRawType().isEquivalentTo(UnitMapping.class))
                                || type.getMethods().stream().anyMatch(method -> method.getRawReturnType()
                                        .isEquivalentTo(UnitMapping.class))))
                .as("one mapping per slice, for every path that copies data uses the same")
                .hasSameSizeAs(REFERENCES.keySet());
    }

    @Test
    void everyPackageSaysWhatItsIdeaIs() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            List<Path> silent = files.filter(Files::isDirectory)
                    .filter(LayoutTest::holdsClasses)
                    .filter(folder -> !Files.exists(folder.resolve("package-info.java")))
                    .toList();
            assertThat(silent)
                    .as("a package is one idea, told in its package-info, and null-marked there")
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"src/main/java", "src/test/java"})
    void filesStayShort(Path sources) throws IOException {
        try (Stream<Path> files = Files.walk(sources)) {
            List<String> tooLong = files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> lines(file) > 300)
                    .map(file -> sources.relativize(file) + ": " + lines(file))
                    .toList();
            assertThat(tooLong)
                    .as("a file that one reads in one go is a file that one understands")
                    .isEmpty();
        }
    }

    private static boolean holdsClasses(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.anyMatch(file -> file.toString().endsWith(".java"));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static long lines(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.count();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
