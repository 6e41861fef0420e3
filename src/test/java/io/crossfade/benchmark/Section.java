package io.crossfade.benchmark;

/** A part of the program, which runs without the others. What it reported before it failed is kept. */
interface Section {

    /** By which it is chosen. */
    String name();

    void measure(Report report) throws Exception;
}
