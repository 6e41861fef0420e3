package io.crossfade.migration.operations;

import io.crossfade.migration.operations.MigrationEndpoint.MovesView;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * The moves' statuses: 200 moved, or a dry run's answer; 202 under way, with where to look for its end; 409 refused or undone, with each gate that does not hold; 503
 * failed on the way; 404 no such unit; 400 a bad value.
 */
@EndpointWebExtension(endpoint = MigrationEndpoint.class)
final class MigrationWebExtension {

    private final MigrationEndpoint endpoint;

    MigrationWebExtension(MigrationEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    @ReadOperation
    WebEndpointResponse<Object> one(@Selector String unit) {
        return Answers.to(() -> endpoint.one(unit));
    }

    @WriteOperation
    Object moveAll(
            SecurityContext context,
            String to,
            @Nullable String reason,
            @Nullable Integer percent,
            @Nullable Boolean dryRun) {
        return answer("moves/", () -> endpoint.moveAll(context, to, reason, percent, dryRun));
    }

    @WriteOperation
    Object move(
            SecurityContext context,
            @Selector String unit,
            String to,
            @Nullable String reason,
            @Nullable Integer percent,
            @Nullable Long epoch,
            @Nullable Boolean dryRun) {
        return answer("../moves/", () -> endpoint.move(context, unit, to, reason, percent, epoch, dryRun));
    }

    @DeleteOperation
    Object drop(SecurityContext context, @Selector String unit, @Nullable String reason) {
        return answer("../moves/", () -> endpoint.drop(context, unit, reason));
    }

    /** @param beside where requested moves are looked at, as seen from the path that was asked */
    private static Object answer(String beside, Answers.Question question) {
        WebEndpointResponse<Object> answer = Answers.to(question);
        if (answer.getBody() instanceof MoveRequestView underWay) {
            return ResponseEntity.accepted()
                    .location(location(beside, underWay.id()))
                    .body(underWay);
        }
        if (!(answer.getBody() instanceof MovesView moves)
                || moves.dryRun()
                || moves.units().stream().allMatch(MoveView::done)) {
            return answer;
        }
        List<MoveView> open =
                moves.units().stream().filter(unit -> !unit.done()).toList();
        boolean failed = open.stream().anyMatch(MoveView::failed);
        List<Map<String, Object>> gates = open.stream()
                .flatMap(unit -> unit.closedGates().stream().map(gate -> gate(unit.unit(), gate.gate(), gate.detail())))
                .toList();
        return Answers.problem(
                failed ? HttpStatus.SERVICE_UNAVAILABLE : HttpStatus.CONFLICT,
                open.getFirst().unit() + ": " + open.getFirst().message(),
                Map.of("gates", gates, "units", moves.units()));
    }

    /** By path alone, so that it is right behind any proxy that names its prefix. */
    private static URI location(String beside, UUID id) {
        ServletRequestAttributes web = (ServletRequestAttributes) RequestContextHolder.currentRequestAttributes();
        return URI.create(web.getRequest().getRequestURI()).resolve(beside + id);
    }

    private static Map<String, Object> gate(String unit, String gate, String detail) {
        Map<String, Object> closed = new LinkedHashMap<>();
        closed.put("unit", unit);
        closed.put("gate", gate);
        closed.put("detail", detail);
        return closed;
    }
}
