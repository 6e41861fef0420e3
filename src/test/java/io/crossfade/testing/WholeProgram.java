package io.crossfade.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;

/**
 * The whole program on embedded databases without sample data, with one user per role whose password is the name. All tests
 * that carry this share one program, so none may count on empty stores or leave a unit in another phase.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "crossfade.sample.enabled=false",
            "crossfade.traffic.enabled=false",
            "crossfade.quarantine.document-key=AQIDBAUGBwgJCgsMDQ4PEAECAwQFBgcICQoLDA0ODxA=",
            "crossfade.security.users.app.password=app",
            "crossfade.security.users.app.roles=app",
            "crossfade.security.users.viewer.password=viewer",
            "crossfade.security.users.viewer.roles=viewer",
            "crossfade.security.users.admin.password=admin",
            "crossfade.security.users.admin.roles=admin"
        })
@AutoConfigureMockMvc
public @interface WholeProgram {}
