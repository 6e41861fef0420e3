package io.crossfade.strattio.user;

import com.fasterxml.jackson.annotation.JsonCreator;
import io.crossfade.strattio.common.Coded;

/** What a user pays for. */
public enum SubscriptionTier implements Coded {
    FREE,
    STARTER,
    PROFESSIONAL,
    ENTERPRISE;

    /** @throws io.crossfade.strattio.common.InvalidValue if there is none of that code */
    @JsonCreator
    public static SubscriptionTier of(String code) {
        return Coded.of(SubscriptionTier.class, "subscription_tier", code);
    }
}
