package io.crossfade.migration.control;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Two stores that do not belong together and are to be made one installation at the start.
 *
 * @param stores the name of exactly these two as they are, as the refusal to start gives it; empty: no adoption
 * @param reason why, for the audit
 */
@ConfigurationProperties("crossfade.control.adoption")
record AdoptionProperties(
        @DefaultValue("") String stores, @DefaultValue("") String reason) {

    AdoptionProperties {
        if (!stores.isEmpty() && reason.isBlank()) {
            throw new IllegalArgumentException(
                    "crossfade.control.adoption.stores needs a reason in crossfade.control.adoption.reason");
        }
    }
}
