package org.clipmeter.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.clipmeter.failure.Kind;

/** A result as a CSV or JSON file that a user has named. */
public final class ExportFile {
    private ExportFile() {}

    /** Makes the text of a file. */
    @FunctionalInterface
    public interface Text {
        /** The whole text. */
        String make() throws IOException;
    }

    /**
     * Writes a file in the form that its extension names, {@code .csv} or {@code .json}; the extension's case does not
     * matter. A reader finds the old file or the new one, even if the writer is killed.
     *
     * @param file in a folder that exists; a file that is there is replaced
     * @param json without a line break at its end
     * @throws IOException in one line, if it can't be written
     */
    public static void write(Path file, Text csv, Text json) throws IOException {
        String name = file.toString().toLowerCase(Locale.ROOT);
        if (!name.endsWith(".csv") && !name.endsWith(".json")) {
            throw refusal(file, "expected a name that ends in .csv or .json");
        }
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw refusal(file, "is in a folder that does not exist; create it, or choose another folder");
        }
        if (Files.isDirectory(file)) {
            throw refusal(file, "is a folder, expected the name of a file in it");
        }
        String text = name.endsWith(".csv") ? csv.make() : json.make() + "\n";
        AtomicFile.write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    private static FileException refusal(Path file, String reason) {
        return new FileException(Kind.INVALID_REQUEST, null, file, reason, null);
    }
}
