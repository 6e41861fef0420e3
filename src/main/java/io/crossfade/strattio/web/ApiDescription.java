package io.crossfade.strattio.web;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import io.crossfade.strattio.common.Page;
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
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.Order;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.method.HandlerMethod;

/** What the API's description says of the API as a whole, and of the problems that any operation may answer. */
@Configuration(proxyBeanMethods = false)
@OpenAPIDefinition(
        info = @Info(title = "Strattio", version = "1", description = """
                                Business plans and what belongs to them. Reads the same whichever database serves it.

                                Ids are 24 hexadecimal digits, or a UUID. A create may carry an id of the caller's own: \
                                repeated with the same content it answers the same resource, so that it may be repeated \
                                after an unknown outcome. A change names the fields to change; null takes a value away. \
                                An ETag names the state of what is shown: a change or deletion that sends it as `If-Match` is \
                                made only while nobody else has changed it, and is answered 412 otherwise. \
                                Lists come in pages by key: pass a page's `next` as `after`. \
                                E-mail addresses are compared exactly: two that differ only in upper and lower case are two \
                                addresses, and belong to two users. What cannot be \
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
            "400", "The request cannot be understood: an unknown field, a value of another JSON type, a malformed id",
            "401", "Nobody is signed in",
            "403", "The role does not allow this",
            "406", "The answer is JSON and nothing else",
            "500", "A fault of the service; the log tells more under `incident`",
            "503", "Nothing was written and the request may be repeated later, or the outcome is unknown: see title");
    private static final Map<String, String> WITH_A_BODY = Map.of(
            "413", "The body is larger than any document, or than there is memory for",
            "415", "The body is not said to be application/json");

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
            bodyOf(method)
                    .flatMap(DescribedFields::created)
                    .ifPresent(schema ->
                            operation.getRequestBody().getContent().values().forEach(media -> media.setSchema(schema)));
            if (operation.getParameters() != null) {
                operation.getParameters().forEach(ApiDescription::describe);
            }
            return operation;
        };
    }

    private static Optional<Class<?>> bodyOf(HandlerMethod method) {
        return Arrays.stream(method.getMethodParameters())
                .filter(parameter -> parameter.hasParameterAnnotation(RequestBody.class))
                .findFirst()
                .map(parameter -> ResolvableType.forMethodParameter(
                                parameter, ResolvableType.forClass(method.getBeanType()))
                        .toClass());
    }

    /** Of the two parameters that every list takes. */
    private static void describe(Parameter parameter) {
        if (parameter.getName().equals("limit")) {
            parameter.description("how many at the most");
            parameter.getSchema().minimum(BigDecimal.ONE).maximum(BigDecimal.valueOf(Page.LARGEST));
        } else if (parameter.getName().equals("after")) {
            parameter.description("`next` of the page before; none for the first page");
        }
    }

    private static void add(Operation operation, String status, String description) {
        operation.getResponses().computeIfAbsent(status, absent -> new ApiResponse().description(description));
    }

    @Bean
    OpenApiCustomizer describedProblems() {
        return api -> {
            api.getComponents().addSchemas(PROBLEM, problem());
            api.getPaths().forEach((address, path) -> {
                if (address.startsWith(Api.ROOT)) {
                    path.readOperations().forEach(this::addProblems);
                }
            });
        };
    }

    private void addProblems(Operation operation) {
        EVERYWHERE.forEach((status, description) -> add(operation, status, description));
        if (operation.getRequestBody() != null) {
            WITH_A_BODY.forEach((status, description) -> add(operation, status, description));
        }
        operation.getResponses().forEach((status, response) -> {
            if (status.startsWith("4") || status.startsWith("5")) {
                response.setContent(aProblem());
            }
            if (status.equals("503")) {
                response.addHeaderObject(
                        "Retry-After",
                        new Header()
                                .description("seconds to wait")
                                .schema(new IntegerSchema().minimum(BigDecimal.ONE)));
            }
        });
    }

    static Content aProblem() {
        return new Content()
                .addMediaType(
                        "application/problem+json",
                        new MediaType().schema(new Schema<>().$ref("#/components/schemas/" + PROBLEM)));
    }

    private static Schema<?> problem() {
        return new ObjectSchema()
                .description("What went wrong (RFC 9457)")
                .addProperty("type", text("`urn:strattio:problem:` and the title in lower case, with dashes"))
                .addProperty("title", text("what kind of problem, for people"))
                .addProperty("status", new IntegerSchema().description("the status of the answer"))
                .addProperty("detail", text("what is wrong here; never with a value that was sent"))
                .addProperty("instance", text("the path of the request"))
                .addProperty("unit", text("the collection of what cannot be read"))
                .addProperty("id", text("the id of what cannot be read"))
                .addProperty("field", text("the field that is wrong"))
                .addProperty("reason", text("why a store cannot be asked, if it said so"))
                .addProperty("incident", text("names a fault of the service in its log"))
                .required(List.of("type", "title", "status", "instance"));
    }

    private static Schema<?> text(String description) {
        return new StringSchema().description(description);
    }
}
