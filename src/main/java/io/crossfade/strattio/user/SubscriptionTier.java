package io.crossfade.strattio.user;

import io.crossfade.strattio.common.Coded;

/** What a user pays for. */
public enum SubscriptionTier implements Coded {
    FREE,
    STARTER,
    PROFESSIONAL,
    ENTERPRISE
}
