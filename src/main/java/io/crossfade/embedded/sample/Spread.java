package io.crossfade.embedded.sample;

import java.util.Arrays;

/** Gives children to parents unevenly: each parent as many as the pattern's next number says, and again from the first. */
final class Spread {

    private final int parents;
    private final int[] pattern;
    private final int perRound;
    private final int most;

    Spread(int parents, int... pattern) {
        this.parents = parents;
        this.pattern = pattern.clone();
        this.perRound = Arrays.stream(pattern).sum();
        this.most = Arrays.stream(pattern).max().orElseThrow();
    }

    /** @param position from 0; no two children of one parent have the same */
    record Place(int parent, int position) {}

    Place place(int child) {
        int slot = 0;
        int left = child % perRound;
        while (left >= pattern[slot]) {
            left -= pattern[slot++];
        }
        int parent = child / perRound * pattern.length + slot;
        return new Place(parent % parents, parent / parents * most + left);
    }

    /** Whether so many children go round the parents no more than once. */
    boolean goesRoundOnce(int children) {
        return (children + perRound - 1L) / perRound * pattern.length <= parents;
    }
}
