package io.crossfade;

import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.ResolvableType;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.util.ClassUtils;

/** The settings that may stand on the command line: those of the project by their names, those of Spring Boot by how they begin. */
final class Settings {

    private static final String ROOT = "io.crossfade";
    private static final List<String> OF_SPRING =
            List.of("spring.", "server.", "management.", "logging.", "springdoc.");
    /** Of these, what is often given: names that may have been meant. */
    private static final List<String> OFTEN = List.of(
            "server.port",
            "spring.datasource.url",
            "spring.datasource.username",
            "spring.datasource.password",
            "spring.mongodb.uri");

    private static final List<String> SWITCHES = List.of("help", "version", "debug", "trace");

    private final List<Setting> known = new ArrayList<>();

    /**
     * One setting.
     *
     * @param name with {@code *} for what its user names
     * @param standard its default; null if it has none
     * @param form what its name is like in lower case and without dashes
     */
    record Setting(String name, @Nullable String standard, Pattern form) {

        @Override
        public String toString() {
            return name + (standard == null ? "" : "=" + standard);
        }
    }

    Settings() {
        ClassPathScanningCandidateComponentProvider records = new ClassPathScanningCandidateComponentProvider(false);
        records.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
        records.findCandidateComponents(ROOT).forEach(found -> {
            Class<?> type = ClassUtils.resolveClassName(Objects.requireNonNull(found.getBeanClassName()), null);
            addAll(type.getAnnotation(ConfigurationProperties.class).value(), type);
        });
        known.sort(Comparator.comparing(Setting::name));
    }

    private void addAll(String prefix, Class<?> type) {
        for (Parameter component : type.getDeclaredConstructors()[0].getParameters()) {
            add(
                    prefix + "." + DataObjectPropertyName.toDashedForm(component.getName()),
                    ResolvableType.forType(component.getParameterizedType()),
                    component.getAnnotation(DefaultValue.class));
        }
    }

    private void add(String name, ResolvableType type, @Nullable DefaultValue standard) {
        Class<?> raw = type.toClass();
        if (raw.isRecord()) {
            addAll(name, raw);
        } else if (Map.class.isAssignableFrom(raw)) {
            add(name + ".*", type.asMap().getGeneric(1), null);
        } else {
            String form = Stream.of(uniform(name).split("\\*", -1))
                    .map(Pattern::quote)
                    .reduce((a, b) -> a + ".+" + b)
                    .orElseThrow();
            String index = Collection.class.isAssignableFrom(raw) ? "(\\[\\d+])?" : "";
            known.add(new Setting(
                    name, standard == null ? null : String.join(",", standard.value()), Pattern.compile(form + index)));
        }
    }

    List<Setting> ofTheProject() {
        return List.copyOf(known);
    }

    boolean knows(String name) {
        String uniform = uniform(name);
        return SWITCHES.contains(name)
                || OF_SPRING.stream().anyMatch(name::startsWith)
                || known.stream()
                        .anyMatch(setting -> setting.form().matcher(uniform).matches());
    }

    /** The known name that is most like it. */
    String nearest(String name) {
        return Stream.of(SWITCHES.stream(), OFTEN.stream(), known.stream().map(Setting::name))
                .flatMap(names -> names)
                .min(Comparator.comparingInt(other -> distance(name, other)))
                .orElseThrow();
    }

    /** Spring Boot reads {@code perSecond} as {@code per-second}. */
    private static String uniform(String name) {
        return name.replace("-", "").toLowerCase(Locale.ROOT);
    }

    /** How many characters have to be put in, left out or exchanged. */
    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int exchanged = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(exchanged, Math.min(diagonal, row[j - 1]) + 1);
            }
        }
        return row[other.length()];
    }
}
