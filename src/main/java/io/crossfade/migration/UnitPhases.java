package io.crossfade.migration;

/** Where the units stand. */
public interface UnitPhases {

    /** The phase, as this instance knows it. @throws UnknownUnitException if there is no such unit */
    Phase phase(String unit);
}
