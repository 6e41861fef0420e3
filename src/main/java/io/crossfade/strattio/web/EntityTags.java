package io.crossfade.strattio.web;

import io.crossfade.strattio.common.Aggregate;
import io.crossfade.strattio.common.Expected;
import io.crossfade.strattio.common.Revision;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.server.ResponseStatusException;

/** Entity tags (RFC 9110), by which two people who edit the same thing do not overwrite each other: revisions in quotes. */
public final class EntityTags {

    private static final Pattern TAG = Pattern.compile("(W/)?\"([\\x21\\x23-\\x7E\\x80-\\xFF]*)\"");
    private static final Pattern TAGS = Pattern.compile("%1$s([ \t]*,[ \t]*%1$s)*".formatted(TAG));

    private EntityTags() {}

    /** The answer with that in it and its tag. Spring makes 304 of it where If-None-Match names the tag. */
    public static <T extends Aggregate<T>> ResponseEntity<T> answer(ResponseEntity.BodyBuilder answer, T item) {
        return answer.eTag('"' + Revision.of(item) + '"').body(item);
    }

    /** @throws ResponseStatusException 400 if a state is asked for of something that has no tag */
    public static void refuse(@Nullable String ifMatch) {
        if (!expected(ifMatch).isAny()) {
            throw new ResponseStatusException(
                    HttpStatus.BAD_REQUEST, "This has no ETag, so it cannot be changed by If-Match; send it without.");
        }
    }

    /**
     * What If-Match asks for. Any state will do for {@code *}, as no write makes what is not there; none for a weak tag, as there
     * are none.
     *
     * @throws ResponseStatusException 400 if it is malformed
     */
    static Expected expected(@Nullable String ifMatch) {
        if (ifMatch == null || ifMatch.strip().equals("*")) {
            return Expected.ANY;
        }
        if (!TAGS.matcher(ifMatch.strip()).matches()) {
            throw new ResponseStatusException(
                    HttpStatus.BAD_REQUEST, "If-Match must be * or entity tags, each in double quotes.");
        }
        Set<String> revisions = new HashSet<>();
        for (Matcher tag = TAG.matcher(ifMatch); tag.find(); ) {
            if (tag.group(1) == null) {
                revisions.add(tag.group(2));
            }
        }
        return new Expected(revisions);
    }
}
