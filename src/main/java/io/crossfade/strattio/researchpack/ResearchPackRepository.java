package io.crossfade.strattio.researchpack;

import io.crossfade.strattio.plan.VersionRepository;

/** The research packs of the plans. */
public interface ResearchPackRepository extends VersionRepository<ResearchPack, ResearchPackPatch> {}
