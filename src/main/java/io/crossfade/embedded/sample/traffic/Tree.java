package io.crossfade.embedded.sample.traffic;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A plan that one worker alone writes to, with all that belongs to it, by path. Its sections stand in their order. */
final class Tree {

    static final int MOST_SECTIONS = 10;

    final String user;
    final String plan;
    final List<String> sections = new ArrayList<>();
    final List<String> versioned = new ArrayList<>();

    @Nullable
    String organisation;

    private int nextPlace;
    private int nextVersion = 1;

    Tree(String user, String plan, @Nullable String organisation) {
        this.user = user;
        this.plan = plan;
        this.organisation = organisation;
    }

    String planId() {
        return id(plan);
    }

    int nextPlace() {
        return nextPlace++;
    }

    int nextVersion() {
        return nextVersion++;
    }

    /** After a new order the places are 0, 1, 2 and so on. */
    void ordered() {
        nextPlace = sections.size();
    }

    /** All that the deletion of the plan takes with it. */
    List<String> belongings() {
        List<String> belongings = new ArrayList<>(sections);
        belongings.addAll(versioned);
        return belongings;
    }

    static String id(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
