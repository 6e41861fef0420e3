package io.crossfade.strattio.web;

/** What a signed-in program or person may do: use the API, look at the operations, or change them too. */
enum Role {
    APP,
    VIEWER,
    ADMIN
}
