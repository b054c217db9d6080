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
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.zip.CRC32;
import org.clipmeter.files.AtomicFile;
import org.clipmeter.files.UserFolders;

/** The small models that this project trained on its own renderings and includes in its jar. */
public final class ShapesModel {
    private static final String SHAPES = "shapes";
    private static final String FIELD = "shapes-field";

    private static final List<String> OF_A_FIELD = List.of("README.md", "model.safetensors");
    private static final List<String> OF_A_CLIP = List.of("README.md", "config.json", "model.safetensors");

    /** All CLIPs read pictures and texts in the same way. */
    private static final List<String> OF_ALL_CLIPS = List.of(
            "merges.txt",
            "preprocessor_config.json",
            "special_tokens_map.json",
            "tokenizer.json",
            "tokenizer_config.json",
            "vocab.json");

    private ShapesModel() {}

    /**
     * The folder of the CLIP {@code shapes}; see {@link #folder(String)}.
     *
     * @throws IOException if the cache can't be written
     */
    public static Path folder() throws IOException {
        return folder(SHAPES);
    }

    /**
     * The folder of a bundled model, for code that loads models from folders: a copy in the user's cache, which is compared
     * with the jar by size and CRC-32, and replaced if it differs.
     *
     * @param model {@code shapes}, {@code shapes-small} or {@code shapes-bag}, which are CLIPs in Hugging Face format, or
     *     {@code shapes-field}, which draws
     * @throws IOException if the cache can't be written
     */
    public static Path folder(String model) throws IOException {
        return folder(model, UserFolders.cache());
    }

    static synchronized Path folder(String model, Path cache) throws IOException {
        Map<String, Content> files = new LinkedHashMap<>();
        Map<String, String> resources = resources(model);
        for (Map.Entry<String, String> file : resources.entrySet()) {
            files.put(file.getKey(), Content.ofResource(file.getValue()));
        }
        Content all = Content.of(files.toString().getBytes(StandardCharsets.UTF_8));
        Path folder = cache.resolve(model + "-" + HexFormat.of().toHexDigits((int) all.crc32()));
        Files.createDirectories(folder);
        for (Map.Entry<String, Content> file : files.entrySet()) {
            Path path = folder.resolve(file.getKey());
            if (!file.getValue().isThatOf(path)) {
                AtomicFile.write(path, resource(resources.getOrDefault(file.getKey(), "")));
            }
        }
        return folder;
    }

    /** The resource of each file of a model, sorted by file. */
    static SortedMap<String, String> resources(String model) {
        SortedMap<String, String> resources = new TreeMap<>();
        boolean isClip = !model.equals(FIELD);
        for (String file : isClip ? OF_A_CLIP : OF_A_FIELD) {
            resources.put(file, model.replace(SHAPES, "model") + "/" + file);
        }
        for (String file : isClip ? OF_ALL_CLIPS : List.<String>of()) {
            resources.put(file, "model/" + file);
        }
        return resources;
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
            URL url = ShapesModel.class.getResource(name);
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
        try (InputStream in = ShapesModel.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("the jar has no bundled model: " + name
                        + " is missing from org/clipmeter/shapes. Build clipmeter again.");
            }
            return in.readAllBytes();
        }
    }
}
