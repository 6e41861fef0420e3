package io.crossfade.strattio.user;

import io.crossfade.strattio.common.Conflict;
import io.crossfade.strattio.common.Id;

/** Another user has that e-mail address. The address itself is never told. */
public final class UserEmailTaken extends Conflict {

    private UserEmailTaken(Id id) {
        super("The e-mail address wanted for user " + id + " belongs to another user");
    }

    public static UserEmailTaken by(Id id) {
        return new UserEmailTaken(id);
    }
}
