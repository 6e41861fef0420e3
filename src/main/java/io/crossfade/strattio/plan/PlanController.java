package io.crossfade.strattio.plan;

import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.Page;
import io.crossfade.strattio.web.Api;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The plans, over HTTP. */
@RestController
@RequestMapping(Api.ROOT)
@Tag(name = "plans")
class PlanController {

    private final PlanRepository plans;

    PlanController(PlanRepository plans) {
        this.plans = plans;
    }

    @PostMapping("/plans")
    @Api.Created
    @Api.MayConflict
    @Operation(summary = "Create a plan", description = Api.REPEATABLE)
    ResponseEntity<Plan> create(@RequestBody NewPlan body) {
        Plan created = plans.create(body);
        return Api.created("/plans", created.id(), created);
    }

    @GetMapping("/plans/{id}")
    @Api.MayBeMissing
    @Operation(summary = "Read a plan")
    Plan read(@PathVariable Id id) {
        return plans.find(id).orElseThrow(() -> PlanNotFound.withId(id));
    }

    @PatchMapping("/plans/{id}")
    @Api.MayBeMissing
    @Api.MayConflict
    @Operation(summary = "Change part of a plan", description = Api.PARTIAL)
    Plan change(@PathVariable Id id, @RequestBody PlanPatch body) {
        return plans.update(id, body);
    }

    @DeleteMapping("/plans/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Api.MayBeMissing
    @Operation(summary = "Delete a plan with its sections, research packs and financial models")
    void delete(@PathVariable Id id) {
        plans.delete(id);
    }

    @GetMapping("/users/{id}/plans")
    @Operation(summary = "List a user's plans, the newest first")
    Page<Plan> list(
            @PathVariable Id id,
            @RequestParam(required = false) @Nullable String after,
            @RequestParam(defaultValue = Api.LIMIT) int limit) {
        return plans.listOf(id, after, limit);
    }
}
