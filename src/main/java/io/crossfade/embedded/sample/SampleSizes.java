package io.crossfade.embedded.sample;

import org.springframework.boot.context.properties.bind.DefaultValue;

/** How many documents each collection gets. */
public record SampleSizes(
        @DefaultValue("1000") int users,
        @DefaultValue("120") int organisations,
        @DefaultValue("10000") int plans,
        @DefaultValue("60000") int sections,
        @DefaultValue("5000") int researchPacks,
        @DefaultValue("5000") int financialModels) {

    /** @throws IllegalArgumentException if children would have no parent, or there are more of them than versions allow */
    public SampleSizes {
        requireParents("plans", plans, "users", users);
        requireParents("plans", plans, "organisations", organisations);
        requireParents("sections", sections, "plans", plans);
        requireParents("researchPacks", researchPacks, "plans", plans);
        requireParents("financialModels", financialModels, "plans", plans);
    }

    private static void requireParents(String children, int count, String parents, int parentCount) {
        if (count < 0 || parentCount < 0 || (count > 0 && parentCount == 0)) {
            throw new IllegalArgumentException("A sample of " + count + " " + children + " cannot belong to "
                    + parentCount + " " + parents + "; set crossfade.sample.sizes otherwise");
        }
    }
}
