package io.crossfade.embedded.sample.traffic;

import tools.jackson.databind.JsonNode;

/**
 * @param status 0 if none came
 * @param body a missing node if there was none
 */
public record Answer(Outcome outcome, int status, JsonNode body) {

    public boolean done() {
        return outcome == Outcome.DONE;
    }

    /** The status and what the service said of it; no value that was sent. */
    public String summary() {
        String detail = body.path("detail").asString("");
        return status == 0 ? "no answer" : status + (detail.isEmpty() ? "" : " (" + detail + ")");
    }
}
