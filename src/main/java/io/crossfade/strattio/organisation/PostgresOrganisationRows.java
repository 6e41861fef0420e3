package io.crossfade.strattio.organisation;

import io.crossfade.strattio.common.PostgresRows;

/** The statements on organisations. */
interface PostgresOrganisationRows extends PostgresRows<PostgresOrganisation> {}
