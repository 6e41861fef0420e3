package io.crossfade.strattio.researchpack;

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

/** The research packs of the plans, over HTTP. */
@RestController
@RequestMapping(Api.ROOT)
@Tag(name = "research packs")
class ResearchPackController {

    private final ResearchPackRepository packs;

    ResearchPackController(ResearchPackRepository packs) {
        this.packs = packs;
    }

    @PostMapping("/research-packs")
    @Api.Created
    @Api.MayConflict
    @Operation(summary = "Create a research pack", description = Api.REPEATABLE)
    ResponseEntity<ResearchPack> create(@RequestBody NewResearchPack body) {
        ResearchPack created = packs.create(body);
        return Api.created("/research-packs", created.id(), created);
    }

    @GetMapping("/research-packs/{id}")
    @Api.MayBeMissing
    @Operation(summary = "Read a research pack")
    ResearchPack read(@PathVariable Id id) {
        return packs.find(id).orElseThrow(() -> ResearchPackNotFound.withId(id));
    }

    @PatchMapping("/research-packs/{id}")
    @Api.MayBeMissing
    @Api.MayConflict
    @Operation(summary = "Change part of a research pack", description = Api.PARTIAL)
    ResearchPack change(@PathVariable Id id, @RequestBody ResearchPackPatch body) {
        return packs.update(id, body);
    }

    @DeleteMapping("/research-packs/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Api.MayBeMissing
    @Operation(summary = "Delete a research pack")
    void delete(@PathVariable Id id) {
        packs.delete(id);
    }

    @GetMapping("/plans/{id}/research-packs")
    @Operation(summary = "List a plan's research packs, the highest version first")
    Page<ResearchPack> list(
            @PathVariable Id id,
            @RequestParam(required = false) @Nullable String after,
            @RequestParam(defaultValue = Api.LIMIT) int limit) {
        return packs.listOf(id, after, limit);
    }

    @GetMapping("/plans/{id}/research-packs/{version}")
    @Api.MayBeMissing
    @Operation(summary = "Read a plan's research pack of a version")
    ResearchPack version(@PathVariable Id id, @PathVariable int version) {
        return packs.findVersion(id, version)
                .orElseThrow(() -> Api.missing("Plan " + id + " has no research pack of version " + version));
    }
}
