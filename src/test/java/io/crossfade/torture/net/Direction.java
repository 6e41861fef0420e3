package io.crossfade.torture.net;

/** Which way bytes go. */
public enum Direction {
    REQUESTS,
    ANSWERS
}
