package io.crossfade.strattio.researchpack;

import io.crossfade.strattio.plan.PostgresVersionRows;

/** The statements on research_packs. */
interface PostgresResearchPackRows extends PostgresVersionRows<PostgresResearchPack> {}
