package org.clipmeter.shapes;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.zip.CRC32;
import org.clipmeter.files.AtomicFile;
import org.clipmeter.files.UserFolders;

/** The small CLIP that this project trained on its own renderings and includes in its jar. */
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

    private static final String RESOURCES = "model/";

    private ShapesModel() {}

    /**
     * The folder of the model, for code that loads models from folders: a copy in the user's cache, which is compared
     * with the jar by size and CRC-32, and replaced if it differs.
     *
     * @throws IOException if the cache can't be written
     */
    public static Path folder() throws IOException {
        return folder(UserFolders.cache());
    }

    static synchronized Path folder(Path cache) throws IOException {
        Map<String, Content> files = new LinkedHashMap<>();
        for (String name : FILES) {
            files.put(name, Content.ofResource(name));
        }
        Content all = Content.of(files.toString().getBytes(StandardCharsets.UTF_8));
        Path folder = cache.resolve("shapes-" + HexFormat.of().toHexDigits((int) all.crc32()));
        Files.createDirectories(folder);
        for (Map.Entry<String, Content> file : files.entrySet()) {
            Path path = folder.resolve(file.getKey());
            if (!file.getValue().isThatOf(path)) {
                AtomicFile.write(path, resource(file.getKey()));
            }
        }
        return folder;
    }

    /** Identifies a file's content. CRC-32 runs in native code only, which is fast enough for a kernel's start. */
    private record Content(long size, long crc32) {
        static Content of(byte[] bytes) {
            CRC32 crc = new CRC32();
            crc.update(bytes);
            return new Content(bytes.length, crc.getValue());
        }

        /** Reads these from the jar's directory, if the resource is in a jar. */
        static Content ofResource(String name) throws IOException {
            URL url = ShapesModel.class.getResource(RESOURCES + name);
            if (url != null && url.openConnection() instanceof JarURLConnection jar) {
                JarEntry entry = jar.getJarEntry();
                return new Content(entry.getSize(), entry.getCrc());
            }
            return of(resource(name));
        }

        boolean isThatOf(Path path) throws IOException {
            return Files.isRegularFile(path)
                    && Files.size(path) == size
                    && of(Files.readAllBytes(path)).equals(this);
        }
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = ShapesModel.class.getResourceAsStream(RESOURCES + name)) {
            if (in == null) {
                throw new IOException("the jar has no bundled model: " + name
                        + " is missing from org/clipmeter/shapes/model. Build clipmeter again.");
            }
            return in.readAllBytes();
        }
    }
}
