package org.clipmeter.notebook;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.clipmeter.files.FileException;
import org.clipmeter.files.LocalFile;
import org.clipmeter.image.decode.Format;

/**
 * Which files and folders completion offers for an argument. Whoever types a path goes through folders, so a folder is
 * offered too if only what it holds could fit.
 */
@SuppressWarnings("ImmutableEnumChecker") // its lists never change
enum PlaceKind {
    /** Folders, and files that list images. */
    IMAGES(".csv", ".tsv", ".json", ".jsonl"),
    /** Folders, and image files. */
    IMAGE(Format.readEndings().toArray(String[]::new)),
    /** Folders, and files that may hold prompts. */
    PROMPTS(".csv", ".tsv", ".json", ".jsonl", ".parquet", ".txt"),
    /** Folders that hold a model, or other folders. */
    MODEL,
    /** Folders, and files that may be reports. */
    REPORTS(".json"),
    /** Everything. */
    ANY(""),
    /** Nothing: such an argument is not a path. */
    NONE;

    /** How far into a file the first image is looked for. */
    private static final int HEAD = 1 << 14;

    /** How many entries of a folder are looked at to find a subfolder. */
    private static final int MOST_ENTRIES = 1000;

    private final List<String> endings;

    PlaceKind(String... endings) {
        this.endings = List.of(endings);
    }

    /** The places for a kind of argument, which is the first word of its label. */
    static PlaceKind of(String label) {
        return switch (label) {
            case "IMAGES" -> IMAGES;
            case "IMAGE" -> IMAGE;
            case "PROMPTS", "SOURCE" -> PROMPTS;
            case "MODEL" -> MODEL;
            case "PLACE" -> REPORTS;
            case "FILE" -> ANY;
            default -> NONE;
        };
    }

    boolean fits(Path place) {
        if (Files.isDirectory(place)) {
            return this == MODEL
                    ? LocalFile.exists(place.resolve("config.json")) || hasSubfolder(place)
                    : !endings.isEmpty();
        }
        String name = place.getFileName().toString().toLowerCase(Locale.ROOT);
        return endings.stream().anyMatch(name::endsWith) && (this != IMAGES || namesAnImage(place));
    }

    private static boolean hasSubfolder(Path folder) {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            int seen = 0;
            for (Path entry : entries) {
                if (Files.isDirectory(entry)) {
                    return true;
                }
                if (++seen == MOST_ENTRIES) {
                    return false;
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            return false;
        }
        return false;
    }

    /** Whether the name of an image is in the beginning of a text file. */
    private static boolean namesAnImage(Path file) {
        try {
            LocalFile.attributes(file); // opening a pipe would wait for its writer
        } catch (FileException e) {
            return false;
        }
        try (InputStream in = Files.newInputStream(file)) {
            String head = new String(in.readNBytes(HEAD), StandardCharsets.ISO_8859_1)
                    .replace("\0", "") // so that UTF-16 is found too
                    .toLowerCase(Locale.ROOT);
            return Format.readEndings().stream().anyMatch(head::contains);
        } catch (IOException e) {
            return false;
        }
    }
}
