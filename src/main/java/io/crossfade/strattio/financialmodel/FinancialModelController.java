package io.crossfade.strattio.financialmodel;

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

/** The financial models of the plans, over HTTP. */
@RestController
@RequestMapping(Api.ROOT)
@Tag(name = "financial models")
class FinancialModelController {

    private final FinancialModelRepository models;

    FinancialModelController(FinancialModelRepository models) {
        this.models = models;
    }

    @PostMapping("/financial-models")
    @Api.Created
    @Api.MayConflict
    @Operation(summary = "Create a financial model", description = Api.REPEATABLE)
    ResponseEntity<FinancialModel> create(@RequestBody NewFinancialModel body) {
        FinancialModel created = models.create(body);
        return Api.created("/financial-models", created.id(), created);
    }

    @GetMapping("/financial-models/{id}")
    @Api.MayBeMissing
    @Operation(summary = "Read a financial model")
    FinancialModel read(@PathVariable Id id) {
        return models.find(id).orElseThrow(() -> FinancialModelNotFound.withId(id));
    }

    @PatchMapping("/financial-models/{id}")
    @Api.MayBeMissing
    @Api.MayConflict
    @Operation(summary = "Change part of a financial model", description = Api.PARTIAL)
    FinancialModel change(@PathVariable Id id, @RequestBody FinancialModelPatch body) {
        return models.update(id, body);
    }

    @DeleteMapping("/financial-models/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Api.MayBeMissing
    @Operation(summary = "Delete a financial model")
    void delete(@PathVariable Id id) {
        models.delete(id);
    }

    @GetMapping("/plans/{id}/financial-models")
    @Operation(summary = "List a plan's financial models, the highest version first")
    Page<FinancialModel> list(
            @PathVariable Id id,
            @RequestParam(required = false) @Nullable String after,
            @RequestParam(defaultValue = Api.LIMIT) int limit) {
        return models.listOf(id, after, limit);
    }

    @GetMapping("/plans/{id}/financial-models/{version}")
    @Api.MayBeMissing
    @Operation(summary = "Read a plan's financial model of a version")
    FinancialModel version(@PathVariable Id id, @PathVariable int version) {
        return models.findVersion(id, version)
                .orElseThrow(() -> Api.missing("Plan " + id + " has no financial model of version " + version));
    }
}
