package io.crossfade.migration.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.InvocationContext;
import org.springframework.boot.actuate.endpoint.OperationType;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.invoke.OperationInvoker;
import org.springframework.boot.actuate.endpoint.invoke.reflect.OperationMethod;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/** The same over JMX, for every operation that there is. */
class KnownArgumentsTest {

    private static final String REASON = "reason";

    private static Object overJmx(Map<String, @Nullable Object> arguments) {
        OperationMethod limit = new OperationMethod(
                Arrays.stream(BackfillEndpoint.class.getDeclaredMethods())
                        .filter(method -> method.getName().equals("change"))
                        .findFirst()
                        .orElseThrow(),
                OperationType.WRITE);
        OperationInvoker advised = new KnownArguments()
                .apply(EndpointId.of("backfill"), OperationType.WRITE, limit.getParameters(), context -> "done");
        return String.valueOf(advised.invoke(new InvocationContext(SecurityContext.NONE, arguments)));
    }

    private static Map<String, @Nullable Object> limit(String name, @Nullable Object value) {
        Map<String, @Nullable Object> arguments = new HashMap<>();
        arguments.put("context", null);
        arguments.put("unit", "plans");
        arguments.put("action", "LIMIT");
        arguments.put(REASON, "why");
        arguments.put("force", null);
        arguments.put(name, value);
        return arguments;
    }

    @Test
    void overJmxNullIsNotGiven() {
        assertThat(overJmx(limit("rowsPerSecond", 5L))).isEqualTo("done");
        assertThat(overJmx(limit("rowsPerSecond", null))).isEqualTo("done");
        assertThatThrownBy(() -> overJmx(limit(REASON, null))).hasMessageContaining("'reason' is missing");
    }

    @Test
    void overJmxTheRestIsRefused() {
        assertThatThrownBy(() -> overJmx(limit("rowsPerSec", 5L)))
                .isInstanceOf(InvalidEndpointRequestException.class)
                .hasMessageContaining("'rowsPerSec' is not known here");
        assertThatThrownBy(() -> overJmx(limit("rowsPerSecond", "5"))).hasMessageContaining("must be a whole number");
        assertThatThrownBy(() -> overJmx(limit(REASON, "a\u0000"))).hasMessageContaining("U+0000");
        assertThatThrownBy(() -> overJmx(limit("context", "x"))).hasMessageContaining("not known");
    }

    static Stream<JavaClass> operations() {
        return new ClassFileImporter().importPackages(KnownArguments.class.getPackageName()).stream();
    }

    static Stream<JavaMethod> changes() {
        return operations()
                .flatMap(type -> type.getMethods().stream())
                .filter(method ->
                        method.isAnnotatedWith(WriteOperation.class) || method.isAnnotatedWith(DeleteOperation.class));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void whatChangesSomethingTakesAReason(JavaMethod operation) {
        assertThat(Arrays.stream(operation.reflect().getParameters()).map(java.lang.reflect.Parameter::getName))
                .contains(REASON);
    }

    @Test
    void noEndpointIsLeftOut() {
        assertThat(operations()
                        .filter(type -> type.isAnnotatedWith(Endpoint.class))
                        .map(type -> type.getAnnotationOfType(Endpoint.class).id()))
                .containsExactlyInAnyOrderElementsOf(KnownArguments.ENDPOINTS);
    }

    @Test
    void whoAsksIsKnownByTheRequestsAddress() {
        assertThat(Actor.of(SecurityContext.NONE).address()).isNull();
        MockHttpServletRequest request = new MockHttpServletRequest();
        RequestContextHolder.setRequestAttributes(new ServletRequestAttributes(request));
        try {
            request.setRemoteAddr("203.0.113.7");
            assertThat(Actor.of(SecurityContext.NONE).toString()).isEqualTo("unknown at 203.0.113.7");
            request.setRemoteAddr("a\nb");
            assertThat(Actor.of(SecurityContext.NONE).address()).isEqualTo("unreadable");
        } finally {
            RequestContextHolder.resetRequestAttributes();
        }
    }

    @Test
    void anIdsTextMayBeLongerThanAReason() {
        assertThatCode(() -> Text.require("key", "x".repeat(2000))).doesNotThrowAnyException();
        assertThatThrownBy(() -> Text.require("key", "a\nb")).hasMessageContaining("U+000A");
    }
}
