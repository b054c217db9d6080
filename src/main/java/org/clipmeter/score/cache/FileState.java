package org.clipmeter.score.cache;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What tells that a file was written to, by the file system's word: unlike the time of modification, the time of change
 * can't be set back by a program.
 *
 * @param text size, both times in nanoseconds, device and inode
 * @param latest the later one of both times
 */
record FileState(String text, Instant latest) {
    /** A file changed again within the tick of its clock would look the same. */
    private static final Duration TICK = Duration.ofSeconds(2);

    /** The state of a file as it is now; null where this system has no such times. */
    static @Nullable FileState of(Path file) {
        try {
            Map<String, Object> unix = Files.readAttributes(file, "unix:size,lastModifiedTime,ctime,dev,ino");
            Instant modified = ((FileTime) unix.get("lastModifiedTime")).toInstant();
            Instant changed = ((FileTime) unix.get("ctime")).toInstant();
            String text = "size " + unix.get("size") + " modified " + modified + " changed " + changed + " dev "
                    + unix.get("dev") + " ino " + unix.get("ino");
            return new FileState(text, modified.isAfter(changed) ? modified : changed);
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return null;
        }
    }

    /** Whether the file had been left alone for long enough at a time that any later change shows in its state. */
    boolean settledAt(Instant time) {
        return !latest.plus(TICK).isAfter(time);
    }
}
