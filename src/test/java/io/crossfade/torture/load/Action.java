package io.crossfade.torture.load;

/** What an operation asks for. */
public enum Action {
    CREATE,
    CHANGE,
    DELETE,
    READ,
    /** The ids that belong to a parent. */
    LIST,
    /** A new order for all sections of a plan. */
    ORDER;

    /** Whether it may change an entity by itself. */
    public boolean writes() {
        return this == CREATE || this == CHANGE || this == DELETE;
    }
}
