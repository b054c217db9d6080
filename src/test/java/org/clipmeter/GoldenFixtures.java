package org.clipmeter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assumptions;

/** The folder of reference fixtures that the system property {@code golden} names. */
public final class GoldenFixtures {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path folder;

    private GoldenFixtures(Path folder) {
        this.folder = folder;
    }

    /** The fixtures. If there are none, the test is skipped with a message that names the folder. */
    public static GoldenFixtures orSkip() {
        Path folder = Path.of(System.getProperty("golden", "../shared/golden"));
        Assumptions.assumeTrue(
                Files.isDirectory(folder), "no reference fixtures at " + folder + " (system property golden)");
        return new GoldenFixtures(folder);
    }

    public Path path(String relative) {
        return folder.resolve(relative);
    }

    public boolean has(String relative) {
        return Files.exists(path(relative));
    }

    public JsonNode json(String relative) {
        try {
            return JSON.readTree(Files.readAllBytes(path(relative)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A complete checkpoint folder: models/NAME with its .gz unpacked, and the tokenizer files. */
    public Path model(String name, Path scratch) throws IOException {
        Path target = Files.createDirectories(scratch.resolve(name));
        unpack(path("models/" + name), target);
        try (Stream<Path> files = Files.list(path("tokenizer_files"))) {
            for (Path file : files.toList()) {
                Path copy = target.resolve(file.getFileName().toString());
                if (!Files.exists(copy)) { // keep the checkpoint's own preprocessor_config.json
                    Files.copy(file, copy);
                }
            }
        }
        return target;
    }

    private static void unpack(Path source, Path target) throws IOException {
        try (Stream<Path> files = Files.list(source)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (name.endsWith(".gz")) {
                    try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
                        Files.copy(
                                in,
                                target.resolve(name.substring(0, name.length() - 3)),
                                StandardCopyOption.REPLACE_EXISTING);
                    }
                } else {
                    Files.copy(file, target.resolve(name), StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }
}
