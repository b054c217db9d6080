package org.clipmeter.weights;

import java.nio.file.Path;

/** Where the hashes of weight files may be remembered, since reading gigabytes takes seconds. */
@FunctionalInterface
public interface FileHashes {
    /** Remembers nothing. */
    FileHashes NONE = (file, hashing) -> hashing.sha256();

    /** Reads a file through. */
    @FunctionalInterface
    interface Hashing {
        /** The content's sha-256 in lower-case hex. */
        String sha256() throws WeightsException;
    }

    /** The sha-256 of a file: a remembered one only if the file can't have changed since, else a fresh one. */
    String sha256(Path file, Hashing hashing) throws WeightsException;
}
