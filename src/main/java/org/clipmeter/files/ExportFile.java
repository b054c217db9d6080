package org.clipmeter.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.clipmeter.failure.Kind;

/** A result as a file that a user has named; its extension names its form. */
public final class ExportFile {
    private static final List<String> ENDINGS = List.of(".csv", ".json");

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
        String text = ending(file, ENDINGS).equals(".csv") ? csv.make() : json.make() + "\n";
        write(file, text);
    }

    /** Writes a text as UTF-8. A reader finds the old file or the new one, even if the writer is killed. */
    public static void write(Path file, String text) throws IOException {
        AtomicFile.write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The extension of a file that is to be written, in lower case.
     *
     * @param endings the extensions that are known, at least one
     * @throws FileException in one line, if it has none of them, is a folder, or its folder does not exist
     */
    public static String ending(Path file, List<String> endings) throws FileException {
        String name = file.toString().toLowerCase(Locale.ROOT);
        String ending = endings.stream().filter(name::endsWith).findFirst().orElse(null);
        if (ending == null) {
            int last = endings.size() - 1;
            throw refusal(
                    file,
                    "expected a name that ends in " + String.join(", ", endings.subList(0, last))
                            + (last == 0 ? "" : " or ") + endings.get(last));
        }
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw refusal(file, "is in a folder that does not exist; create it, or choose another folder");
        }
        if (Files.isDirectory(file)) {
            throw refusal(file, "is a folder, expected the name of a file in it");
        }
        return ending;
    }

    private static FileException refusal(Path file, String reason) {
        return new FileException(Kind.INVALID_REQUEST, null, file, reason, null);
    }
}
