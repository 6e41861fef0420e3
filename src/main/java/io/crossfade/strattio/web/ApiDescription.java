package io.crossfade.strattio.web;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import io.swagger.v3.core.jackson.ModelResolver;
import io.swagger.v3.core.util.Json31;
import io.swagger.v3.oas.annotations.OpenAPIDefinition;
import io.swagger.v3.oas.annotations.enums.SecuritySchemeType;
import io.swagger.v3.oas.annotations.info.Info;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import io.swagger.v3.oas.annotations.security.SecurityScheme;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.util.Map;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** What the API's description says of the API as a whole, and of the problems that any operation may answer. */
@Configuration(proxyBeanMethods = false)
@OpenAPIDefinition(
        info = @Info(title = "Strattio", version = "1", description = """
                                Business plans and what belongs to them. Reads the same whichever database serves it.

                                Ids are 24 hexadecimal digits, or a UUID. A create may carry an id of the caller's own: \
                                repeated with the same content it answers the same resource, so that it may be repeated \
                                after an unknown outcome. A change names the fields to change; null takes a value away. \
                                Lists come in pages by key: pass a page's `next` as `after`. What cannot be \
                                read is passed over and named under `unreadable`, which is there only if something was."""),
        security = @SecurityRequirement(name = ApiDescription.BASIC))
@SecurityScheme(name = ApiDescription.BASIC, type = SecuritySchemeType.HTTP, scheme = "basic")
class ApiDescription {

    static final String BASIC = "basic";
    private static final String PROBLEM = "Problem";
    private static final String CONTRADICTION = "It contradicts what is stored; nothing was changed";
    private static final String UNREADABLE =
            "It is stored and cannot be read, type urn:strattio:problem:unreadable: unit, id and"
                    + " field say which field of it holds no value of that field's kind; a change that names the field makes it good";
    private static final Map<String, String> EVERYWHERE = Map.of(
            "400", "The request cannot be understood: an unknown field, a value of the wrong kind, a malformed id",
            "401", "Nobody is signed in",
            "403", "The role does not allow this",
            "503", "Nothing was written and the request may be repeated later, or the outcome is unknown: see title");

    /** Names fields as the API does. First of the converters, as each further one is asked before it. */
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    ModelResolver describedModels() {
        return new ModelResolver(Json31.mapper().copy().setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE))
                .openapi31(true);
    }

    @Bean
    OperationCustomizer describedOperations() {
        return (operation, method) -> {
            if (method.hasMethodAnnotation(Api.MayBeMissing.class)) {
                add(operation, "404", "There is none, or not any more");
                add(
                        operation,
                        "409",
                        method.hasMethodAnnotation(Api.MayConflict.class)
                                ? CONTRADICTION + ". Or: " + UNREADABLE
                                : UNREADABLE);
            }
            if (method.hasMethodAnnotation(Api.MayConflict.class)) {
                add(operation, "409", CONTRADICTION);
                add(operation, "422", "A field's value does not fit, or names what does not exist");
            }
            return operation;
        };
    }

    private static void add(Operation operation, String status, String description) {
        operation.getResponses().computeIfAbsent(status, absent -> new ApiResponse().description(description));
    }

    @Bean
    OpenApiCustomizer describedProblems() {
        return api -> {
            api.getComponents().addSchemas(PROBLEM, problem());
            api.getPaths().values().forEach(path -> path.readOperations().forEach(this::addProblems));
        };
    }

    private void addProblems(Operation operation) {
        EVERYWHERE.forEach((status, description) -> add(operation, status, description));
        operation.getResponses().forEach((status, response) -> {
            if (status.startsWith("4") || status.startsWith("5")) {
                response.setContent(new Content()
                        .addMediaType(
                                "application/problem+json",
                                new MediaType().schema(new Schema<>().$ref("#/components/schemas/" + PROBLEM))));
            }
            if (status.equals("503")) {
                response.addHeaderObject(
                        "Retry-After",
                        new Header().description("seconds to wait").schema(new IntegerSchema()));
            }
        });
    }

    private static Schema<?> problem() {
        return new ObjectSchema()
                .description("What went wrong (RFC 9457)")
                .addProperty("type", new StringSchema())
                .addProperty("title", new StringSchema())
                .addProperty("status", new IntegerSchema())
                .addProperty("detail", new StringSchema())
                .addProperty("instance", new StringSchema())
                .addProperty("unit", new StringSchema())
                .addProperty("id", new StringSchema())
                .addProperty("field", new StringSchema());
    }
}
