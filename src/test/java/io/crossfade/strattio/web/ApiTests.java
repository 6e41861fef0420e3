package io.crossfade.strattio.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.strattio.common.Id;
import io.crossfade.testing.WholeProgram;
import java.io.UnsupportedEncodingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The API as a caller sees it, on the real stores. */
@WholeProgram
class ApiTests {

    @Autowired
    private MockMvcTester mvc;

    @Autowired
    private JsonMapper json;

    @Test
    void aPasswordComesInAndNeverGoesOut() {
        MvcTestResult created = call(
                "POST",
                "/api/users",
                user("a\u0131I@example.org", "geheim", Id.next().text()));

        assertThat(created).hasStatus(201);
        assertThat(created).bodyText().doesNotContain("geheim", "assword", "bcrypt");
        assertThat(created).bodyJson().extractingPath("$.email").isEqualTo("a\u0131I@example.org");
        assertThat(created).bodyJson().extractingPath("$.role").isEqualTo("user");
        assertThat(created).bodyJson().extractingPath("$.settings").isEqualTo(Map.of());
        MvcTestResult read = call("GET", created.getResponse().getHeader("Location"), "");
        assertThat(read).hasStatus(200).bodyText().isEqualTo(text(created));
    }

    @Test
    void aRepeatedCreateAnswersTheSameUntilItsContentDiffers() {
        String id = Id.next().text();
        String email = id + "@example.org";
        MvcTestResult first = call("POST", "/api/users", user(email, "one", id));

        MvcTestResult again = call("POST", "/api/users", user(email, "one", id));
        assertThat(again).hasStatus(201).bodyText().isEqualTo(text(first));
        assertThat(call("POST", "/api/users", user(email, "two", id))).hasStatus(409);
        assertThat(call("POST", "/api/users", user("other" + email, "one", id)))
                .hasStatus(409)
                .bodyText()
                .doesNotContain("@");
        assertThat(call("POST", "/api/users", user(email, "one", Id.next().text())))
                .hasStatus(409)
                .bodyText()
                .doesNotContain("@");
    }

    @Test
    void aChangeTellsAbsentFromNull() {
        String path = "/api/users/" + newUser();
        call("PATCH", path, "{\"name\": \"\u00c9mile \ud83d\ude80\", \"settings\": {\"b\": 1, \"a\": [null, 1.50]}}");

        MvcTestResult tier = call("PATCH", path, "{\"subscription_tier\": \"starter\"}");
        assertThat(tier).hasStatus(200).bodyJson().extractingPath("$.name").isEqualTo("\u00c9mile \ud83d\ude80");
        assertThat(tier).bodyText().contains("\"settings\":{\"a\":[null,1.5],\"b\":1}");
        MvcTestResult cleared =
                call("PATCH", path, "{\"name\": null, \"subscription_tier\": null, \"settings\": null}");
        assertThat(node(cleared).path("name").isNull()).isTrue();
        assertThat(cleared).bodyJson().extractingPath("$.subscription_tier").isEqualTo("free");
        assertThat(cleared).bodyJson().extractingPath("$.settings").isEqualTo(Map.of());
    }

    @Test
    void aChangedPasswordIsTheOneThatARepeatedCreateMustName() {
        String id = Id.next().text();
        String email = id + "@example.org";
        call("POST", "/api/users", user(email, "old", id));

        assertThat(call("PATCH", "/api/users/" + id, "{\"password\": \"new\"}"))
                .hasStatus(200)
                .bodyText()
                .doesNotContain("assword");
        assertThat(call("POST", "/api/users", user(email, "old", id))).hasStatus(409);
        assertThat(call("POST", "/api/users", user(email, "new", id))).hasStatus(201);
    }

    @Test
    void aUuidIsAnIdToo() {
        String id = UUID.randomUUID().toString();

        MvcTestResult created = call("POST", "/api/organisations", "{\"id\": \"%s\", \"name\": \"x\"}".formatted(id));

        assertThat(created).hasStatus(201).bodyJson().extractingPath("$.id").isEqualTo(id);
        assertThat(call("GET", "/api/organisations/" + id, "")).hasStatus(200);
    }

    @Test
    void theTimesAreTheServices() {
        assertThat(call("POST", "/api/organisations", "{\"name\": \"x\", \"created_at\": \"2020-01-01T00:00:00Z\"}"))
                .hasStatus(400);
    }

    @Test
    void listsComeInPagesByKey() {
        String user = newUser();
        List<String> plans = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            plans.addFirst(newPlan(user));
        }

        List<String> listed = new ArrayList<>();
        String after = "";
        do {
            JsonNode page = node(call("GET", "/api/users/" + user + "/plans?limit=2" + after, ""));
            page.path("items").forEach(plan -> listed.add(plan.path("id").asString()));
            assertThat(page.path("items").size()).isLessThanOrEqualTo(2);
            after = page.path("next").isNull()
                    ? null
                    : "&after=" + page.path("next").asString();
        } while (after != null);

        assertThat(listed).isEqualTo(plans);
        assertThat(call("GET", "/api/users/" + user + "/plans?limit=0", "")).hasStatus(400);
        assertThat(call("GET", "/api/users/" + user + "/plans?after=x", "")).hasStatus(400);
        assertThat(call("GET", "/api/users/" + user + "/plans?after=9223372036854775807_" + user, ""))
                .hasStatus(200);
    }

    @Test
    void aPlansSectionsAreOrderedInOneCall() {
        String plan = newPlan(newUser());
        List<String> sections = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            sections.add(id(call(
                    "POST",
                    "/api/sections",
                    "{\"plan_id\": \"%s\", \"section_type\": \"t\", \"title\": \"x\", \"content\": \"\", \"order_index\": %d}"
                            .formatted(plan, i))));
        }
        String order = "/api/plans/" + plan + "/sections/order";

        assertThat(call("PUT", order, order(sections.reversed()))).hasStatus(204);
        List<String> listed = new ArrayList<>();
        node(call("GET", "/api/plans/" + plan + "/sections", ""))
                .path("items")
                .forEach(section -> listed.add(section.path("id").asString()));
        assertThat(listed).isEqualTo(sections.reversed());
        assertThat(call("PUT", order, order(sections.subList(0, 2)))).hasStatus(409);
        assertThat(call("PUT", order, "{\"order\": [null]}")).hasStatus(422);
        assertThat(call("PUT", "/api/plans/" + Id.next() + "/sections/order", "{\"order\": []}"))
                .hasStatus(404);
        assertThat(call(
                        "POST",
                        "/api/sections",
                        "{\"plan_id\": \"%s\", \"section_type\": \"t\", \"title\": \"x\", \"content\": \"\", \"order_index\": 1}"
                                .formatted(plan)))
                .hasStatus(409);
    }

    @Test
    void versionsAreReadByPlanAndNumber() {
        String plan = newPlan(newUser());
        for (String kind : List.of("research-packs", "financial-models")) {
            for (int version = 1; version <= 2; version++) {
                assertThat(call(
                                "POST",
                                "/api/" + kind,
                                "{\"plan_id\": \"%s\", \"version\": %d, \"data\": {\"n\": 12345678901}}"
                                        .formatted(plan, version)))
                        .hasStatus(201);
            }
            String versions = "/api/plans/" + plan + "/" + kind;
            assertThat(call("GET", versions + "/2", ""))
                    .hasStatus(200)
                    .bodyText()
                    .contains("\"version\":2", "12345678901");
            assertThat(call("GET", versions + "/3", "")).hasStatus(404);
            assertThat(node(call("GET", versions, ""))
                            .path("items")
                            .path(0)
                            .path("version")
                            .asInt())
                    .isEqualTo(2);
            assertThat(call("POST", "/api/" + kind, "{\"plan_id\": \"%s\", \"data\": {}}".formatted(plan)))
                    .hasStatus(409);
        }
    }

    @Test
    void deletingAUserDeletesWhatIsTheirs() {
        String user = newUser();
        String plan = newPlan(user);

        assertThat(call("DELETE", "/api/users/" + user, "")).hasStatus(204);
        assertThat(call("DELETE", "/api/users/" + user, "")).hasStatus(404);
        assertThat(call("GET", "/api/plans/" + plan, "")).hasStatus(404);
        assertThat(call("POST", "/api/plans", plan(user)))
                .hasStatus(422)
                .bodyText()
                .contains("user_id");
    }

    private String newUser() {
        String id = Id.next().text();
        assertThat(call("POST", "/api/users", user(id + "@example.org", "p", id)))
                .hasStatus(201);
        return id;
    }

    private String newPlan(String user) {
        MvcTestResult created = call("POST", "/api/plans", plan(user));
        assertThat(created).hasStatus(201);
        return id(created);
    }

    private static String plan(String user) {
        return "{\"user_id\": \"%s\", \"name\": \"A plan\", \"intake_data\": {}}".formatted(user);
    }

    private static String user(String email, String password, String id) {
        return "{\"id\": \"%s\", \"email\": \"%s\", \"password\": \"%s\"}".formatted(id, email, password);
    }

    private static String order(List<String> ids) {
        return "{\"order\": [\"" + String.join("\", \"", ids) + "\"]}";
    }

    private String id(MvcTestResult created) {
        return node(created).path("id").asString();
    }

    private JsonNode node(MvcTestResult result) {
        return json.readTree(text(result));
    }

    private static String text(MvcTestResult result) {
        try {
            return result.getResponse().getContentAsString();
        } catch (UnsupportedEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    private MvcTestResult call(String method, String uri, String body) {
        return mvc.method(HttpMethod.valueOf(method))
                .uri(uri)
                .header(HttpHeaders.AUTHORIZATION, "Basic " + HttpHeaders.encodeBasicAuth("app", "app", null))
                .contentType(MediaType.APPLICATION_JSON)
                .content(body)
                .exchange();
    }
}
