package io.crossfade.strattio.financialmodel;

import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.Json;
import java.time.Instant;

/** One version of the figures of a plan. */
public record FinancialModel(Id id, Id planId, int version, Json data, Instant createdAt, Instant updatedAt) {}
