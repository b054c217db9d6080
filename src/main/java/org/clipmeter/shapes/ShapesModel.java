package org.clipmeter.shapes;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.clipmeter.text.EngineSettings;

/** The small CLIP that this project trained on its own renderings and ships in its jar. */
public final class ShapesModel {
    /** Files of the model, in Hugging Face format. */
    static final List<String> FILES = List.of(
            "README.md",
            "config.json",
            "merges.txt",
            "model.safetensors",
            "preprocessor_config.json",
            "special_tokens_map.json",
            "tokenizer.json",
            "tokenizer_config.json",
            "vocab.json");

    private ShapesModel() {}

    /**
     * The folder of the model, for whatever loads models from folders: a copy in the user's cache, checked byte for
     * byte against the jar and written anew where it differs.
     *
     * @throws IOException if the cache can't be written
     */
    public static Path folder() throws IOException {
        return folder(EngineSettings.userCache().resolve("clipmeter"));
    }

    static synchronized Path folder(Path cache) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        MessageDigest digest = sha256();
        for (String name : FILES) {
            byte[] bytes = resource(name);
            files.put(name, bytes);
            digest.update(bytes);
        }
        Path folder = cache.resolve("shapes-" + HexFormat.of().formatHex(digest.digest(), 0, 8));
        Files.createDirectories(folder);
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Path path = folder.resolve(file.getKey());
            if (!same(path, file.getValue())) {
                replace(path, file.getValue());
            }
        }
        return folder;
    }

    private static boolean same(Path path, byte[] expected) throws IOException {
        return Files.isRegularFile(path)
                && Files.size(path) == expected.length
                && MessageDigest.isEqual(Files.readAllBytes(path), expected);
    }

    private static void replace(Path path, byte[] bytes) throws IOException {
        Path temporary =
                Files.createTempFile(path.getParent(), path.getFileName().toString(), ".tmp");
        try {
            Files.write(temporary, bytes);
            Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = ShapesModel.class.getResourceAsStream("model/" + name)) {
            if (in == null) {
                throw new IOException("the jar has no bundled model: " + name
                        + " is missing from org/clipmeter/shapes/model. Build clipmeter again.");
            }
            return in.readAllBytes();
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
