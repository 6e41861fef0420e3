package io.crossfade.strattio.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses bodies that are larger than any document. One that says how long it is is refused before anything else is done, a
 * password's slow hash included; one that does not is counted as it is read, which nobody does for whom nobody knows.
 */
final class BodyLimit extends OncePerRequestFilter {

    private final long limit;
    private final BodyBudget budget;
    private final ProblemResponses problems;

    BodyLimit(long limit, BodyBudget budget, ProblemResponses problems) {
        this.limit = limit;
        this.budget = budget;
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (request.getContentLengthLong() > limit) {
            problems.write(
                    request, response, BodyRefusedException.tooLarge(limit).problem());
            return;
        }
        BodyBudget.Share share = budget.share();
        try {
            chain.doFilter(new CountedBody(request, limit, share), response);
        } finally {
            share.giveBack();
        }
    }
}
