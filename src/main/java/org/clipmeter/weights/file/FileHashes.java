package org.clipmeter.weights.file;

import java.nio.file.Path;

/** A store for the hashes of weight files, since hashing gigabytes takes seconds. */
@FunctionalInterface
public interface FileHashes {
    /** Stores nothing. */
    FileHashes NONE = (file, checksum, hashing) -> hashing.sha256();

    /** Hashes the bytes that were loaded. */
    @FunctionalInterface
    interface Hashing {
        /** The content's sha-256 in lower-case hex. */
        String sha256() throws WeightsException;
    }

    /**
     * The sha-256 of what was loaded from a file: the stored one if file and checksum are the same, else a new one.
     *
     * @param checksum a fast checksum of the loaded bytes, in any form, that detects every accidental change
     */
    String sha256(Path file, String checksum, Hashing hashing) throws WeightsException;
}
