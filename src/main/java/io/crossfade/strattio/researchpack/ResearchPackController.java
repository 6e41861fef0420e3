package io.crossfade.strattio.researchpack;

import io.crossfade.strattio.plan.VersionController;
import io.crossfade.strattio.web.Api;
import io.crossfade.strattio.web.Resource;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The research packs of the plans, over HTTP. */
@RestController
@RequestMapping(ResearchPackController.PATH)
@Tag(name = "research packs")
class ResearchPackController extends Resource<ResearchPack, ResearchPack, ResearchPackPatch> {

    static final String PATH = Api.ROOT + "/research-packs";

    private final ResearchPackRepository packs;

    ResearchPackController(ResearchPackRepository packs) {
        super(packs, "research pack", PATH);
        this.packs = packs;
    }

    @Override
    protected ResearchPack store(ResearchPack body) {
        return packs.create(body);
    }

    /** A plan's. */
    @RestController
    @RequestMapping(Api.ROOT + "/plans/{id}/research-packs")
    @Tag(name = "research packs")
    static class OfPlan extends VersionController<ResearchPack> {

        OfPlan(ResearchPackRepository packs) {
            super(packs, "research pack");
        }
    }
}
