package org.clipmeter;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.UUID;
import org.clipmeter.failure.Kind;
import org.clipmeter.files.FileException;
import org.clipmeter.table.TableText;

/** Writes results that have no file format of their own. */
final class ResultFile {
    private ResultFile() {}

    static void write(Result result, Path file) throws IOException {
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
        Path part = folder.resolve(".clipmeter-" + UUID.randomUUID() + ".part");
        try {
            Files.writeString(part, name.endsWith(".csv") ? TableText.csv(result.table()) : result.json() + "\n");
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static FileException refusal(Path file, String reason) {
        return new FileException(Kind.INVALID_REQUEST, null, file, reason, null);
    }
}
