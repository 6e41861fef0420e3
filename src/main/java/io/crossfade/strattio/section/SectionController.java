package io.crossfade.strattio.section;

import io.crossfade.strattio.common.Check;
import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.Page;
import io.crossfade.strattio.web.Api;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The sections of the plans, over HTTP. */
@RestController
@RequestMapping(Api.ROOT)
@Tag(name = "sections")
class SectionController {

    private final SectionRepository sections;

    SectionController(SectionRepository sections) {
        this.sections = sections;
    }

    @PostMapping("/sections")
    @Api.Created
    @Api.MayConflict
    @Operation(summary = "Create a section", description = Api.REPEATABLE)
    ResponseEntity<Section> create(@RequestBody NewSection body) {
        Section created = sections.create(body);
        return Api.created("/sections", created.id(), created);
    }

    @GetMapping("/sections/{id}")
    @Api.MayBeMissing
    @Operation(summary = "Read a section")
    Section read(@PathVariable Id id) {
        return sections.find(id).orElseThrow(() -> SectionNotFound.withId(id));
    }

    @PatchMapping("/sections/{id}")
    @Api.MayBeMissing
    @Api.MayConflict
    @Operation(summary = "Change part of a section", description = Api.PARTIAL)
    Section change(@PathVariable Id id, @RequestBody SectionPatch body) {
        return sections.update(id, body);
    }

    @DeleteMapping("/sections/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Api.MayBeMissing
    @Operation(summary = "Delete a section")
    void delete(@PathVariable Id id) {
        sections.delete(id);
    }

    @GetMapping("/plans/{id}/sections")
    @Operation(summary = "List a plan's sections, in their order")
    Page<Section> list(
            @PathVariable Id id,
            @RequestParam(required = false) @Nullable String after,
            @RequestParam(defaultValue = Api.LIMIT) int limit) {
        return sections.listOf(id, after, limit);
    }

    /** An order for all sections of a plan. */
    record Order(List<@Nullable Id> order) {}

    @PutMapping("/plans/{id}/sections/order")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Api.MayBeMissing
    @Api.MayConflict
    @Operation(summary = "Set the order of a plan's sections", description = "Names the id of each section once.")
    void order(@PathVariable Id id, @RequestBody Order body) {
        sections.reorder(id, Check.elements("order", body.order()));
    }
}
