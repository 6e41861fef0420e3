package io.crossfade.strattio.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.testing.WholeProgram;
import java.io.UnsupportedEncodingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the API's description says, which its clients are made from. */
@WholeProgram
class ApiDescriptionTests {

    @Autowired
    private MockMvcTester mvc;

    @Autowired
    private JsonMapper json;

    @Test
    void theDescriptionNamesEachPathAndItsProblems() {
        JsonNode api = api();

        assertThat(api.path("paths").propertyNames())
                .allMatch(path -> path.startsWith("/api/") || path.startsWith("/actuator"));
        JsonNode change =
                api.path("paths").path("/api/plans/{id}").path("patch").path("responses");
        assertThat(change.propertyNames()).contains("200", "400", "401", "403", "404", "409", "422", "503");
        assertThat(change.path("503").path("headers").has("Retry-After")).isTrue();
        assertThat(change.path("409").path("description").asString()).contains("urn:strattio:problem:unreadable");
        JsonNode schemas = api.path("components").path("schemas");
        assertThat(schemas.path("PageUser")
                        .path("properties")
                        .path("unreadable")
                        .path("items")
                        .path("type")
                        .asString())
                .isEqualTo("string");
        assertThat(schemas.path("User").path("properties").propertyNames())
                .contains("email", "subscription_tier", "created_at")
                .doesNotContain("password_hash", "password", "subscriptionTier");
        assertThat(schemas.at("/Plan/properties/created_at/readOnly").asBoolean())
                .isTrue();
        assertThat(api.at("/paths/~1api~1users~1{id}/patch/requestBody/content/application~1json/schema/properties")
                        .propertyNames())
                .contains("password", "subscription_tier")
                .doesNotContain("subscriptionTier");
        assertThat(schemas.path("Plan").path("properties").propertyNames())
                .contains("user_id", "intake_data")
                .doesNotContain("userId", "intakeData");
    }

    @Test
    void theDescriptionSaysWhatIsRequiredAndWithinWhichBounds() {
        JsonNode api = api();
        JsonNode schemas = api.path("components").path("schemas");

        assertThat(texts(body(api, "plans").path("required")))
                .containsExactlyInAnyOrder("user_id", "name", "intake_data");
        assertThat(body(api, "plans").path("properties").propertyNames())
                .contains("id", "completed_at")
                .doesNotContain("created_at", "updated_at");
        assertThat(texts(body(api, "users").path("required"))).containsExactlyInAnyOrder("email", "password");
        assertThat(texts(schemas.at("/Plan/required")))
                .contains("id", "user_id", "created_at")
                .doesNotContain("organisation_id", "error");
        assertThat(texts(schemas.at("/PageUser/required"))).containsExactly("items");
        assertThat(texts(schemas.at("/Problem/required"))).contains("type", "instance");
        assertThat(schemas.at("/Plan/properties/intake_data/example").isObject())
                .isTrue();
        JsonNode list = api.at("/paths/~1api~1users/get");
        assertThat(list.path("parameters")
                        .valueStream()
                        .filter(each -> each.path("name").asString().equals("limit"))
                        .map(each -> each.path("schema").path("minimum") + " to "
                                + each.path("schema").path("maximum")))
                .containsExactly("1 to 500");
        api.path("paths")
                .forEachEntry((path, operations) -> operations.forEachEntry(
                        (method, operation) -> operation.path("responses").forEachEntry((status, response) -> {
                            if (path.startsWith("/api/")
                                    && !Set.of("204", "304").contains(status)) {
                                assertThat(response.path("content").propertyNames())
                                        .as("%s %s, %s", method, path, status)
                                        .containsExactly(
                                                status.startsWith("2")
                                                        ? "application/json"
                                                        : "application/problem+json");
                            }
                        })));
        assertThat(api.at("/paths/~1api~1users/post/responses").propertyNames())
                .contains("201", "400", "401", "403", "406", "409", "413", "415", "422", "500", "503");
    }

    @Test
    void theDescriptionTellsEveryOperationOfTheActuator() {
        JsonNode api = api();
        List<String> summaries = new ArrayList<>();
        api.path("paths").forEachEntry((path, operations) -> {
            if (path.startsWith("/actuator")) {
                operations.forEachEntry((method, operation) ->
                        summaries.add(operation.path("summary").asString()));
            }
        });
        assertThat(summaries).hasSizeGreaterThan(20).noneMatch(summary -> summary.startsWith("Actuator "));
        JsonNode move = api.at("/paths/~1actuator~1migration~1{unit}/post");
        JsonNode body = move.at("/requestBody/content/application~1json/schema");
        assertThat(body.path("properties").propertyNames()).contains("to", "reason", "percent", "epoch", "dryRun");
        assertThat(texts(body.path("required"))).containsExactly("to");
        assertThat(move.path("responses").propertyNames())
                .contains("200", "202", "400", "401", "403", "404", "409", "503");
    }

    @Test
    void theDescriptionTellsOfEntityTags() {
        JsonNode one = api().at("/paths/~1api~1plans~1{id}");

        assertThat(one.at("/get/responses/200/headers").has("ETag")).isTrue();
        assertThat(one.at("/get/responses").has("304")).isTrue();
        assertThat(parameters(one.path("get"))).contains("If-None-Match");
        for (String write : List.of("patch", "delete")) {
            assertThat(parameters(one.path(write))).contains("If-Match");
            assertThat(one.path(write).path("responses").has("412")).isTrue();
        }
        assertThat(one.at("/patch/responses/200/headers").has("ETag")).isTrue();
        assertThat(api().at("/paths/~1api~1plans/post/responses/201/headers").propertyNames())
                .contains("ETag", "Location");
    }

    private static List<String> parameters(JsonNode operation) {
        return operation
                .path("parameters")
                .valueStream()
                .map(parameter -> parameter.path("name").asString())
                .toList();
    }

    private static JsonNode body(JsonNode api, String collection) {
        return api.at("/paths/~1api~1" + collection + "/post/requestBody/content/application~1json/schema");
    }

    private JsonNode api() {
        try {
            return json.readTree(
                    mvc.get().uri("/v3/api-docs").exchange().getResponse().getContentAsString());
        } catch (UnsupportedEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::asString).toList();
    }
}
