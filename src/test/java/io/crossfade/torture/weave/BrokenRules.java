package io.crossfade.torture.weave;

import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * What the service does when a {@link Rule} is taken out. The first time that one makes a difference is told in a line
 * {@code without <rule>}.
 *
 * <p>Public only because the woven classes lie in other packages.
 */
public final class BrokenRules {

    private static final Duration MARK_LIMIT = Duration.ofSeconds(5);

    /** What a thread read of the source before it took the keys' locks. */
    private record EarlyRead(Set<String> keys, Object documents) {}

    private static final ThreadLocal<EarlyRead> EARLY_READ = new ThreadLocal<>();
    private static final ThreadLocal<Boolean> IN_CUTOVER = new ThreadLocal<>();
    private static final ThreadLocal<Boolean> MARKED = new ThreadLocal<>();
    private static final Map<String, Boolean> TOLD = new ConcurrentHashMap<>();

    private BrokenRules() {}

    public static void applied(String rule) {
        if (TOLD.putIfAbsent(rule, true) == null) {
            System.out.println("without " + rule);
            System.out.flush();
        }
    }

    public static void readFirst(String rule, Object attempt, Collection<String> keys) throws Exception {
        Object sync = field(attempt, "this$0");
        Object documents = call(field(sync, "reads"), "read", field(attempt, "mapping"), keys, Long.MAX_VALUE);
        EARLY_READ.set(new EarlyRead(new TreeSet<>(keys), documents));
        applied(rule);
    }

    /** @return null if this thread has not read just these keys */
    public static Object read(Collection<String> keys) {
        EarlyRead early = EARLY_READ.get();
        return early != null && early.keys().equals(new TreeSet<>(keys)) ? early.documents() : null;
    }

    public static void forgetRead() {
        EARLY_READ.remove();
    }

    public static void savePositionFirst(String rule, Object follower, Object batch) throws Exception {
        Object position = call(batch, "token");
        call(field(follower, "checkpoints"), "save", field(follower, "unit"), position);
        applied(rule);
    }

    public static void markFirst(String rule, Object cutover, Object row) throws Exception {
        MARKED.set((Boolean) call(field(cutover, "barrier"), "awaitSourceMark", call(row, "unit"), MARK_LIMIT));
        applied(rule);
    }

    public static boolean marked() {
        return Boolean.TRUE.equals(MARKED.get());
    }

    public static void forgetMark() {
        MARKED.remove();
    }

    public static void cutoverBegins(String rule) {
        IN_CUTOVER.set(true);
        applied(rule);
    }

    public static boolean inCutover() {
        return Boolean.TRUE.equals(IN_CUTOVER.get());
    }

    public static void cutoverEnds() {
        IN_CUTOVER.remove();
    }

    static Object field(Object owner, String name) throws ReflectiveOperationException {
        Field field = owner.getClass().getDeclaredField(name);
        field.setAccessible(true);
        return field.get(owner);
    }

    static Object call(Object owner, String name, Object... arguments) throws Exception {
        Method method = Stream.of(owner.getClass().getDeclaredMethods())
                .filter(one -> one.getName().equals(name) && one.getParameterCount() == arguments.length)
                .filter(one -> !one.isBridge())
                .findFirst()
                .orElseThrow(() -> new NoSuchMethodException(owner.getClass() + " has no '" + name + "'"));
        method.setAccessible(true);
        try {
            return method.invoke(owner, arguments);
        } catch (InvocationTargetException failed) {
            throw failed.getCause() instanceof Exception failure ? failure : failed;
        }
    }
}
