package io.crossfade.strattio.user;

import io.crossfade.strattio.common.PostgresRows;

/** The statements on users. */
interface PostgresUserRows extends PostgresRows<PostgresUser> {}
