package org.clipmeter.failure;

import java.util.Optional;

/**
 * An exception whose message is meant for people. Every error that clipmeter expects is one: the checked ones extend
 * {@link ClipmeterException}, and wrong arguments are an {@link InvalidRequestException}. An exception of clipmeter that is
 * not a {@code Failure} is a programming error.
 */
public interface Failure {
    /**
     * What is wrong, with which file, option or value, what was expected, and what to do next: one line without control
     * characters.
     */
    String getMessage();

    /** What a caller can do about it. */
    Kind kind();

    /** The section of TROUBLESHOOTING.md that explains more; empty if the message says everything. */
    Optional<Section> section();
}
