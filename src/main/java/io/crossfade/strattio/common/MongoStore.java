package io.crossfade.strattio.common;

import java.time.Clock;
import org.springframework.data.mongodb.core.MongoTemplate;
import org.springframework.stereotype.Component;

/**
 * The service's MongoDB. Its client writes with a majority and reads what a majority has from the primary: what was acknowledged is read
 * again.
 */
@Component
public record MongoStore(MongoTemplate template, Clock clock) {}
