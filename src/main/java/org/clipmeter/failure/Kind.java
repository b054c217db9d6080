package org.clipmeter.failure;

/** What a caller can do about a failure. */
public enum Kind {
    /** What was asked for can't be done: an unknown name, id, option or number, or settings that exclude each other. */
    INVALID_REQUEST,
    /** A file or its data is missing, damaged, or not of a form that is read. Another file is needed. */
    UNUSABLE_INPUT,
    /** A server could not be reached or did not deliver. The same request may succeed later, with a login or a network. */
    UNAVAILABLE,
    /** This computer lacks something: memory, space on the disk, native libraries, a device, or fonts. */
    ENVIRONMENT,
    /** The work was stopped on purpose: it was cancelled or interrupted, or its model was closed. Nothing is wrong. */
    STOPPED
}
