package io.crossfade.strattio.plan;

import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.Page;
import io.crossfade.strattio.web.Api;
import io.swagger.v3.oas.annotations.Operation;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** The parts of one kind of a plan, over HTTP: below the path of the plan. */
public abstract class PlanPartController<T extends PlanPart<T>> {

    private final PlanPartRepository<T, ?> parts;

    protected PlanPartController(PlanPartRepository<T, ?> parts) {
        this.parts = parts;
    }

    @GetMapping
    @Operation(summary = "List those of a plan: sections in their order, versions with the highest first")
    public Page<T> list(
            @PathVariable Id id,
            @RequestParam(required = false) @Nullable String after,
            @RequestParam(defaultValue = Api.LIMIT) int limit) {
        return parts.listOf(id, after, limit);
    }
}
