package io.crossfade.migration;

/** One of the two stores a unit stands in: the one it leaves or the one it moves to. */
public enum Side {
    SOURCE,
    TARGET;

    public Side other() {
        return this == SOURCE ? TARGET : SOURCE;
    }
}
