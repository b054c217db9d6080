package org.clipmeter.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.clipmeter.failure.Kind;

/**
 * Reads files that are not trusted. Anything but a regular file (a folder, a named pipe, a socket, a device, a link
 * without a target) is refused before it is opened, because opening a pipe waits for its writer and reading a device
 * may never end.
 */
public final class LocalFile {
    /** As many links as Linux follows. */
    private static final int MOST_LINKS = 40;

    private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;

    private static final int TYPE_OF_MODE = 0170000;
    private static final int PIPE = 0010000;
    private static final int CHARACTER_DEVICE = 0020000;
    private static final int BLOCK_DEVICE = 0060000;
    private static final int SOCKET = 0140000;

    private LocalFile() {}

    /**
     * Whether anything has this name: a file, but also a folder, a pipe or a link without a target. If there are
     * several candidates for a file, read the first for which this is true: its error must be reported, and a later
     * candidate must not hide it. Also true if the answer is unknown, so that reading reports the reason.
     */
    public static boolean exists(Path file) {
        return !Files.notExists(file, LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * The attributes of a regular file, after following links.
     *
     * @throws FileException if it does not exist, is not a regular file, or can't be examined
     */
    public static BasicFileAttributes attributes(Path file) throws FileException {
        BasicFileAttributes attributes;
        try {
            attributes = Files.readAttributes(file, BasicFileAttributes.class);
        } catch (IOException e) {
            throw failure(file, e);
        }
        if (!attributes.isRegularFile()) {
            throw FileException.advised(
                    file, "is " + kind(file, attributes) + ", expected a file", "replace it with the file", null);
        }
        return attributes;
    }

    /**
     * Reads a whole regular file.
     *
     * @param limit the most bytes that it may have; at most {@link Integer#MAX_VALUE}
     * @throws FileException if it does not exist, is not a regular file, has more bytes, can't be read, changes while
     *     it is read, or does not fit into the heap
     */
    public static byte[] read(Path file, long limit) throws FileException {
        FileState before = FileState.of(file);
        long size = attributes(file).size();
        long most = Math.min(limit, LONGEST_ARRAY);
        if (size > most) {
            throw FileException.advised(
                    file, "has " + size + " bytes, expected at most " + most, "check that it is the right file", null);
        }
        byte[] bytes = bytes(file, (int) size);
        if (!FileState.of(file).equals(before)) {
            throw changed(file);
        }
        return bytes;
    }

    private static byte[] bytes(Path file, int size) throws FileException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = new byte[size];
            if (in.readNBytes(bytes, 0, size) < size || in.read() >= 0) {
                throw changed(file);
            }
            return bytes;
        } catch (FileException e) {
            throw e;
        } catch (IOException e) {
            throw failure(file, e);
        } catch (OutOfMemoryError e) {
            throw new FileException(
                    Kind.ENVIRONMENT,
                    null,
                    file,
                    "has " + size + " bytes, which do not fit into Java's heap; give Java more memory with -Xmx",
                    e);
        }
    }

    static FileException changed(Path file) {
        return FileException.advised(file, "changed while it was read", "try again once nothing writes to it", null);
    }

    /** The refusal of a file that could not be read, with what to do about it. */
    static FileException failure(Path file, IOException e) {
        if (Files.isSymbolicLink(file) && !Files.exists(file)) {
            return FileException.advised(file, danglingLink(file), "mend the link", e);
        }
        String reason = FileException.reasonOf(e);
        if (e instanceof NoSuchFileException) {
            return FileException.advised(file, reason, "check the path", e);
        }
        if (e instanceof AccessDeniedException) {
            return FileException.advised(file, reason, "give yourself the right to read it", e);
        }
        return new FileException(file, reason, e);
    }

    private static String danglingLink(Path link) {
        Path target = link;
        for (int step = 0; step < MOST_LINKS && Files.isSymbolicLink(target); step++) {
            try {
                target = target.resolveSibling(Files.readSymbolicLink(target)).normalize();
            } catch (IOException e) {
                break;
            }
        }
        if (Files.isSymbolicLink(target)) {
            return "is a link that leads to itself, expected a file";
        }
        boolean missing = Files.notExists(target);
        return "is a link to " + target + (missing ? ", which does not exist" : ", which can't be read");
    }

    private static String kind(Path file, BasicFileAttributes attributes) {
        if (attributes.isDirectory()) {
            return "a folder";
        }
        int mode;
        try {
            mode = (Integer) Files.getAttribute(file, "unix:mode");
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return "neither a file nor a folder";
        }
        return switch (mode & TYPE_OF_MODE) {
            case PIPE -> "a named pipe";
            case SOCKET -> "a socket";
            case CHARACTER_DEVICE, BLOCK_DEVICE -> "a device";
            default -> "neither a file nor a folder";
        };
    }
}
