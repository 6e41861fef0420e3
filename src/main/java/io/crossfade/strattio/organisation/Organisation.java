package io.crossfade.strattio.organisation;

import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.Json;
import java.time.Instant;

/** What plans may belong to. */
public record Organisation(Id id, String name, Json settings, Instant createdAt, Instant updatedAt) {}
