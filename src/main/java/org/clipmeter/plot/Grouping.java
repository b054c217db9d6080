package org.clipmeter.plot;

/** What a row of a box plot stands for. */
public enum Grouping {
    /** A run. */
    RUN,
    /**
     * A block of prompts: {@code coco}, {@code drawbench}, ...; with several runs, each run has a row for each of its
     * blocks.
     */
    SOURCE
}
