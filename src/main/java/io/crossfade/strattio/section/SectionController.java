package io.crossfade.strattio.section;

import io.crossfade.strattio.common.Check;
import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.plan.PlanPartController;
import io.crossfade.strattio.web.Api;
import io.crossfade.strattio.web.EntityTags;
import io.crossfade.strattio.web.Resource;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The sections of the plans, over HTTP. */
@RestController
@RequestMapping(SectionController.PATH)
@Tag(name = "sections")
class SectionController extends Resource<Section, Section, SectionPatch> {

    static final String PATH = Api.ROOT + "/sections";

    private final SectionRepository sections;

    SectionController(SectionRepository sections) {
        super(sections, "section", PATH);
        this.sections = sections;
    }

    @Override
    protected Section store(Section body) {
        return sections.create(body);
    }

    /** An order for all sections of a plan. */
    record Order(List<@Nullable Id> order) {}

    /** A plan's. */
    @RestController
    @RequestMapping(Api.ROOT + "/plans/{id}/sections")
    @Tag(name = "sections")
    static class OfPlan extends PlanPartController<Section> {

        private final SectionRepository sections;

        OfPlan(SectionRepository sections) {
            super(sections);
            this.sections = sections;
        }

        @PutMapping("/order")
        @ResponseStatus(HttpStatus.NO_CONTENT)
        @Api.MayBeMissing
        @Api.MayConflict
        @Operation(summary = "Set the order of a plan's sections", description = "Names the id of each section once.")
        void order(
                @PathVariable Id id,
                @Parameter(hidden = true) @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable
                        String ifMatch,
                @RequestBody Order body) {
            EntityTags.refuse(ifMatch);
            sections.reorder(id, Check.elements("order", body.order()));
        }
    }
}
