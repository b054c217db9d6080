package org.clipmeter.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import org.clipmeter.image.ImageException.Reason;
import org.clipmeter.message.OneLine;
import org.jspecify.annotations.Nullable;

/** Decodes a file to the RGB that Pillow's {@code Image.open(path).convert("RGB")} gives. */
public final class ImageDecoder {
    private static final long MAX_FILE_BYTES = 1L << 30;
    private static final int SNIFFED = 1024;

    private ImageDecoder() {}

    /** Decodes the first frame of a file; its type is found from its content. */
    public static RgbImage decode(Path file) throws ImageException {
        return decode(read(file), file.toString());
    }

    /** Reads a file that may be a picture, of 1 GiB at most; what is in it is judged when it is decoded. */
    public static byte[] read(Path file) throws ImageException {
        String name = OneLine.name(file.toString(), ImageException.LONGEST_NAME);
        try {
            return read(file, name);
        } catch (OutOfMemoryError e) {
            throw refusal(Reason.TOO_LARGE, name, "the heap can't hold the file: raise -Xmx", e);
        }
    }

    /** Decodes the first frame of an encoded picture in memory; {@code name} appears in errors only. */
    public static RgbImage decode(byte[] encoded, String name) throws ImageException {
        String shown = OneLine.name(name, ImageException.LONGEST_NAME);
        try {
            return decodeBytes(encoded);
        } catch (ImageException e) {
            throw refusal(e.reason(), shown, e.getMessage(), e.getCause());
        } catch (OutOfMemoryError e) {
            throw refusal(Reason.TOO_LARGE, shown, "the heap can't hold the picture: raise -Xmx", e);
        } catch (RuntimeException | Error e) {
            throw refusal(Reason.CORRUPT, shown, "its decoder failed: " + e, e);
        }
    }

    private static RgbImage decodeBytes(byte[] data) throws ImageException {
        if (data.length == 0) {
            throw new ImageException(Reason.EMPTY, "the file is empty");
        }
        if (starts(data, PngReader.SIGNATURE)) {
            return PngReader.read(data);
        }
        if (starts(data, "\u00ff\u00d8\u00ff")) {
            return JpegReader.read(data);
        }
        if (starts(data, "GIF87a") || starts(data, "GIF89a")) {
            return GifReader.read(data);
        }
        if (starts(data, "RIFF") && ByteReader.matches(data, 8, "WEBP")) {
            return WebpReader.read(data);
        }
        if (starts(data, "II*\0") || starts(data, "MM\0*") || starts(data, "II+\0") || starts(data, "MM\0+")) {
            return TiffReader.read(data);
        }
        if (starts(data, "BM")) {
            return BmpReader.read(data);
        }
        if (starts(data, "P4") || starts(data, "P5") || starts(data, "P6")) {
            return PnmReader.read(data);
        }
        throw notAnImage(data);
    }

    private static ImageException notAnImage(byte[] data) {
        String head = new String(data, 0, Math.min(data.length, SNIFFED), StandardCharsets.ISO_8859_1);
        String text = head.strip().toLowerCase(Locale.ROOT);
        if (text.startsWith("\u00ef\u00bb\u00bf")) {
            text = text.substring(3).strip();
        }
        if (text.startsWith("version https://git-lfs.github.com/spec/")) {
            return new ImageException(Reason.GIT_LFS_POINTER, "a Git LFS pointer, not the picture: run git lfs pull");
        }
        if (text.startsWith("<!doctype html") || text.startsWith("<html") || text.startsWith("<head")) {
            return new ImageException(Reason.HTML, "an HTML page, not a picture: download the file again");
        }
        if (text.startsWith("<svg") || (text.startsWith("<?xml") && text.contains("<svg"))) {
            return new ImageException(Reason.NOT_AN_IMAGE, "an SVG drawing: convert it to PNG");
        }
        String unsupported = ForeignFormat.name(data);
        if (!unsupported.isEmpty()) {
            return new ImageException(
                    Reason.UNSUPPORTED,
                    "a picture in " + unsupported + " format, which is not read: convert it to PNG");
        }
        return new ImageException(Reason.NOT_AN_IMAGE, "no PNG, JPEG, GIF, BMP, TIFF or WebP picture");
    }

    private static byte[] read(Path file, String name) throws ImageException {
        try {
            if (Files.isDirectory(file)) {
                throw refusal(Reason.DIRECTORY, name, "a directory, not a picture", null);
            }
            if (Files.exists(file) && !Files.isRegularFile(file)) {
                throw refusal(Reason.UNREADABLE, name, "no regular file", null);
            }
            long size = Files.size(file);
            if (size > MAX_FILE_BYTES) {
                throw refusal(
                        Reason.TOO_LARGE,
                        name,
                        "the file has " + size + " bytes, the limit is " + MAX_FILE_BYTES,
                        null);
            }
            try (InputStream in = Files.newInputStream(file)) {
                return in.readNBytes((int) MAX_FILE_BYTES);
            }
        } catch (ImageException e) {
            throw e;
        } catch (NoSuchFileException e) {
            throw refusal(Reason.MISSING, name, "no such file", e);
        } catch (AccessDeniedException e) {
            throw refusal(Reason.UNREADABLE, name, "no permission to read it", e);
        } catch (IOException | SecurityException e) {
            throw refusal(Reason.UNREADABLE, name, "it can't be read: " + e.getMessage(), e);
        }
    }

    private static boolean starts(byte[] data, String magic) {
        return ByteReader.matches(data, 0, magic);
    }

    private static ImageException refusal(
            Reason reason, String name, @Nullable String what, @Nullable Throwable cause) {
        String message = OneLine.of(name + ": " + what);
        return cause == null ? new ImageException(reason, message) : new ImageException(reason, message, cause);
    }
}
