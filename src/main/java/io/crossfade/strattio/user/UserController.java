package io.crossfade.strattio.user;

import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.Page;
import io.crossfade.strattio.web.Api;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The users, over HTTP. A password comes in, and neither it nor its hash ever goes out. */
@RestController
@RequestMapping(Api.ROOT + "/users")
@Tag(name = "users")
class UserController {

    private final UserRepository users;
    private final Passwords passwords;

    UserController(UserRepository users, Passwords passwords) {
        this.users = users;
        this.passwords = passwords;
    }

    @PostMapping
    @Api.Created
    @Api.MayConflict
    @Operation(summary = "Create a user", description = Api.REPEATABLE)
    ResponseEntity<UserView> create(@RequestBody UserRegistration body) {
        String hash = passwords.hash(body.password());
        NewUser user = body.withHash(hash);
        User stored = users.create(user);
        passwords.requireSame(stored, hash, body.password());
        return Api.created("/users", stored.id(), UserView.of(stored));
    }

    @GetMapping("/{id}")
    @Api.MayBeMissing
    @Operation(summary = "Read a user")
    UserView read(@PathVariable Id id) {
        return users.find(id).map(UserView::of).orElseThrow(() -> UserNotFound.withId(id));
    }

    @PatchMapping("/{id}")
    @Api.MayBeMissing
    @Api.MayConflict
    @Operation(summary = "Change part of a user", description = Api.PARTIAL)
    UserView change(@PathVariable Id id, @RequestBody UserChange body) {
        return UserView.of(users.update(id, body.hashedBy(passwords)));
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Api.MayBeMissing
    @Operation(summary = "Delete a user with all plans of theirs")
    void delete(@PathVariable Id id) {
        users.delete(id);
    }

    @GetMapping
    @Operation(summary = "List all users, in the order of their ids")
    Page<UserView> list(
            @RequestParam(required = false) @Nullable String after, @RequestParam(defaultValue = Api.LIMIT) int limit) {
        return users.list(after, limit).map(UserView::of);
    }
}
