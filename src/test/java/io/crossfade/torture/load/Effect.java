package io.crossfade.torture.load;

import io.crossfade.embedded.sample.traffic.Outcome;

/** What an answer says about whether the operation took place. */
public enum Effect {
    /** It did, between its start and its end. */
    OK,
    /** It did not and never will. */
    FAILED,
    /** It may have, may yet at any later time, or never. */
    UNKNOWN;

    static Effect of(Outcome outcome) {
        return switch (outcome) {
            case DONE -> OK;
            case MISSING, REFUSED, UNAVAILABLE, UNREACHABLE -> FAILED;
            case UNKNOWN, WRONG -> UNKNOWN;
        };
    }
}
