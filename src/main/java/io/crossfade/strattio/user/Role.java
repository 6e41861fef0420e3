package io.crossfade.strattio.user;

import io.crossfade.strattio.common.Coded;

/** What a user may do. */
public enum Role implements Coded {
    USER,
    CONSULTANT,
    ADMIN
}
