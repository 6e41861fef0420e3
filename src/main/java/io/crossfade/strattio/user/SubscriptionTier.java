package io.crossfade.strattio.user;

import com.fasterxml.jackson.annotation.JsonCreator;
import io.crossfade.strattio.common.Coded;

/** What a user pays for. */
public enum SubscriptionTier implements Coded {
    FREE("free"),
    STARTER("starter"),
    PROFESSIONAL("professional"),
    ENTERPRISE("enterprise");

    private final String code;

    SubscriptionTier(String code) {
        this.code = code;
    }

    @Override
    public String code() {
        return code;
    }

    /** @throws io.crossfade.strattio.common.InvalidValue if there is none of that code */
    @JsonCreator
    public static SubscriptionTier of(String code) {
        return Coded.of(SubscriptionTier.class, "subscription_tier", code);
    }
}
