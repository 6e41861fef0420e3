package io.crossfade.strattio.user;

import io.crossfade.strattio.common.Page;
import io.crossfade.strattio.web.Api;
import io.crossfade.strattio.web.Resource;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The users, over HTTP. A password comes in, and neither it nor its hash ever goes out. */
@RestController
@RequestMapping(UserController.PATH)
@Tag(name = "users")
class UserController extends Resource<UserRegistration, User, UserPatch> {

    static final String PATH = Api.ROOT + "/users";

    private final UserRepository users;
    private final Passwords passwords;

    UserController(UserRepository users, Passwords passwords) {
        super(users, "user", PATH);
        this.users = users;
        this.passwords = passwords;
    }

    @Override
    protected User store(UserRegistration body) {
        String hash = passwords.hash(body.password());
        User stored = users.create(body.withHash(hash));
        passwords.requireSame(stored, hash, body.password());
        return stored;
    }

    @Override
    protected UserPatch toStore(UserPatch patch) {
        return passwords.hashed(patch);
    }

    @GetMapping
    @Operation(summary = "List all users, in the order of their ids")
    Page<User> list(
            @RequestParam(required = false) @Nullable String after, @RequestParam(defaultValue = Api.LIMIT) int limit) {
        return users.list(after, limit);
    }
}
