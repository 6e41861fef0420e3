package io.crossfade.migration.operations;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The operations over HTTP.
 *
 * @param answerAfter a move that takes longer is answered 202
 */
@ConfigurationProperties("crossfade.operations")
record OperationsProperties(@DefaultValue("5s") Duration answerAfter) {}
