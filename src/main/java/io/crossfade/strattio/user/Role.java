package io.crossfade.strattio.user;

import com.fasterxml.jackson.annotation.JsonCreator;
import io.crossfade.strattio.common.Coded;

/** What a user may do. */
public enum Role implements Coded {
    USER,
    CONSULTANT,
    ADMIN;

    /** @throws io.crossfade.strattio.common.InvalidValue if there is none of that code */
    @JsonCreator
    public static Role of(String code) {
        return Coded.of(Role.class, "role", code);
    }
}
