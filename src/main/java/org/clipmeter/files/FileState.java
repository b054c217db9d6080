package org.clipmeter.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * What the file system reports about a file, to notice that it was written to. On Unix this includes the time of
 * change, which, unlike the time of modification, a program can't set back.
 *
 * @param text size, times in nanoseconds, and identity
 * @param latest the latest of the times; {@link Instant#MAX} if the system has no time of change
 */
public record FileState(String text, Instant latest) {
    /** Two changes within one tick of the file system's clock would look the same. */
    private static final Duration TICK = Duration.ofSeconds(2);

    /**
     * The state of a regular file as it is now, after following links.
     *
     * @throws FileException if it does not exist, is not a regular file, or can't be examined
     */
    public static FileState of(Path file) throws FileException {
        BasicFileAttributes attributes = LocalFile.attributes(file);
        try {
            Map<String, Object> unix = Files.readAttributes(file, "unix:size,lastModifiedTime,ctime,dev,ino");
            Instant modified = ((FileTime) unix.get("lastModifiedTime")).toInstant();
            Instant changed = ((FileTime) unix.get("ctime")).toInstant();
            String text = "size " + unix.get("size") + " modified " + modified + " changed " + changed + " dev "
                    + unix.get("dev") + " ino " + unix.get("ino");
            return new FileState(text, modified.isAfter(changed) ? modified : changed);
        } catch (UnsupportedOperationException | IllegalArgumentException e) {
            String text = "size " + attributes.size() + " modified "
                    + attributes.lastModifiedTime().toInstant() + " created "
                    + attributes.creationTime().toInstant() + " key " + attributes.fileKey();
            return new FileState(text, Instant.MAX);
        } catch (IOException e) {
            throw LocalFile.failure(file, e);
        }
    }

    /** Whether the file had been unchanged for long enough at a given time that any later change shows in its state. */
    public boolean settledAt(Instant time) {
        return !latest.equals(Instant.MAX) && !latest.plus(TICK).isAfter(time);
    }
}
