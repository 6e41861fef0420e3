package io.crossfade.strattio.plan;

import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.Page;
import io.crossfade.strattio.web.Api;
import io.crossfade.strattio.web.Resource;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The plans, over HTTP. With a plan its sections, research packs and financial models are deleted. */
@RestController
@RequestMapping(PlanController.PATH)
@Tag(name = "plans")
class PlanController extends Resource<Plan, Plan, PlanPatch> {

    static final String PATH = Api.ROOT + "/plans";

    private final PlanRepository plans;

    PlanController(PlanRepository plans) {
        super(plans, "plan", PATH);
        this.plans = plans;
    }

    @Override
    protected Plan store(Plan body) {
        return plans.create(body);
    }

    /** A user's. */
    @RestController
    @RequestMapping(Api.ROOT + "/users/{id}/plans")
    @Tag(name = "plans")
    static class OfUser {

        private final PlanRepository plans;

        OfUser(PlanRepository plans) {
            this.plans = plans;
        }

        @GetMapping
        @Operation(summary = "List a user's plans, the newest first")
        Page<Plan> list(
                @PathVariable Id id,
                @RequestParam(required = false) @Nullable String after,
                @RequestParam(defaultValue = Api.LIMIT) int limit) {
            return plans.listOf(id, after, limit);
        }
    }
}
