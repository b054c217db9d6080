package org.clipmeter.weights.file;

import java.nio.file.Path;

/** Where the hashes of weight files may be remembered, since hashing gigabytes takes seconds. */
@FunctionalInterface
public interface FileHashes {
    /** Remembers nothing. */
    FileHashes NONE = (file, checksum, hashing) -> hashing.sha256();

    /** Hashes the bytes that were loaded. */
    @FunctionalInterface
    interface Hashing {
        /** The content's sha-256 in lower-case hex. */
        String sha256() throws WeightsException;
    }

    /**
     * The sha-256 of what was loaded from a file: a remembered one only if file and checksum are the same, else a fresh
     * one.
     *
     * @param checksum of the bytes that were loaded, in any form; fast, and enough to notice every accidental change
     */
    String sha256(Path file, String checksum, Hashing hashing) throws WeightsException;
}
