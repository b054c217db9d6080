package org.clipmeter.image.decode;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.clipmeter.failure.OneLine;
import org.clipmeter.image.ImageException;
import org.clipmeter.image.ImageException.Reason;
import org.clipmeter.image.RgbImage;
import org.jspecify.annotations.Nullable;

/**
 * Decodes a file to the same RGB bytes as Pillow's {@code Image.open(path).convert("RGB")}. The methods may be called
 * by several threads at once.
 */
public final class ImageDecoder {
    private static final long MAX_FILE_BYTES = 1L << 30;

    private ImageDecoder() {}

    /**
     * Decodes the first frame of a file, whose format is found from its content and not from its name.
     *
     * @throws ImageException if it can't be read, Pillow would refuse it too, its format is not supported, or it is too
     *     large for the heap
     */
    public static RgbImage decode(Path file) throws ImageException {
        return decode(read(file), file.toString());
    }

    /**
     * Reads a file of at most 1 GiB. Its content is examined only when it is decoded.
     *
     * @throws ImageException if it is not a regular file, can't be read, or is too large
     */
    public static byte[] read(Path file) throws ImageException {
        String name = OneLine.name(file.toString(), ImageException.LONGEST_NAME);
        try {
            return read(file, name);
        } catch (OutOfMemoryError e) {
            throw refusal(Reason.TOO_LARGE, name, "the heap can't hold the file: raise -Xmx", e);
        }
    }

    /**
     * Decodes the first frame of an encoded picture in memory.
     *
     * @param name used in errors only
     * @throws ImageException as for {@link #decode(Path)}
     */
    public static RgbImage decode(byte[] encoded, String name) throws ImageException {
        String shown = OneLine.name(name, ImageException.LONGEST_NAME);
        try {
            return decodeBytes(encoded);
        } catch (ImageException e) {
            throw refusal(e.reason(), shown, e.getMessage(), e.getCause());
        } catch (OutOfMemoryError e) {
            throw refusal(
                    Reason.TOO_LARGE,
                    shown,
                    "the picture does not fit into Java's heap: give Java more memory with -Xmx",
                    e);
        } catch (RuntimeException | Error e) {
            throw refusal(Reason.CORRUPT, shown, "its decoder failed: " + e, e);
        }
    }

    /** How the names of files with this content usually end, such as {@code .png}; empty if such files are not read. */
    public static Optional<String> ending(byte[] encoded) {
        return Format.ofContent(encoded).filter(Format::isRead).map(format -> format.endings()
                .get(0));
    }

    private static RgbImage decodeBytes(byte[] data) throws ImageException {
        if (data.length == 0) {
            throw new ImageException(Reason.EMPTY, "the file is empty");
        }
        Optional<Format> format = Format.ofContent(data);
        Format.@Nullable Reader reader = format.map(Format::reader).orElse(null);
        if (reader != null) {
            return reader.read(data);
        }
        throw refusal(data, format);
    }

    private static ImageException refusal(byte[] data, Optional<Format> format) {
        if (MarkupHead.of(data).isGitLfsPointer()) {
            return new ImageException(
                    Reason.GIT_LFS_POINTER, "a Git LFS pointer and not the picture: run git lfs pull");
        }
        if (format.isEmpty()) {
            return new ImageException(Reason.NOT_AN_IMAGE, "not a " + Format.readTitles() + " picture");
        }
        return switch (format.get()) {
            case HTML -> new ImageException(Reason.HTML, "an HTML page and not a picture: download the file again");
            case SVG -> new ImageException(Reason.NOT_AN_IMAGE, "an SVG drawing: convert it to PNG");
            default -> {
                String title = format.get().title();
                yield format.get().isPicture()
                        ? new ImageException(
                                Reason.UNSUPPORTED,
                                "a picture in " + title + " format, which is not read: convert it to PNG")
                        : new ImageException(Reason.NOT_AN_IMAGE, "not a picture (recognized as: " + title + ")");
            }
        };
    }

    private static byte[] read(Path file, String name) throws ImageException {
        try {
            if (Files.isDirectory(file)) {
                throw refusal(Reason.DIRECTORY, name, "a folder and not a picture", null);
            }
            if (Files.exists(file) && !Files.isRegularFile(file)) {
                throw refusal(
                        Reason.UNREADABLE, name, "neither a file nor a folder: replace it with the picture", null);
            }
            long size = Files.size(file);
            if (size > MAX_FILE_BYTES) {
                throw refusal(
                        Reason.TOO_LARGE,
                        name,
                        "the file has " + size + " bytes, expected at most " + MAX_FILE_BYTES,
                        null);
            }
            try (InputStream in = Files.newInputStream(file)) {
                return in.readNBytes((int) MAX_FILE_BYTES);
            }
        } catch (ImageException e) {
            throw e;
        } catch (NoSuchFileException e) {
            throw refusal(Reason.MISSING, name, "the file does not exist", e);
        } catch (AccessDeniedException e) {
            throw refusal(Reason.UNREADABLE, name, "permission to read the file was denied", e);
        } catch (IOException | SecurityException e) {
            throw refusal(Reason.UNREADABLE, name, "it can't be read: " + e.getMessage(), e);
        }
    }

    private static ImageException refusal(
            Reason reason, String name, @Nullable String what, @Nullable Throwable cause) {
        String message = OneLine.of(name + ": " + what);
        return cause == null ? new ImageException(reason, message) : new ImageException(reason, message, cause);
    }
}
