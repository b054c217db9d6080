package org.clipmeter.hub;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.clipmeter.net.Retry;

/** Four small repositories, a client's settings, and checks of the client's cache. */
final class HubFixture {
    static final String B32 = "openai/clip-vit-base-patch32";
    static final String L14 = "openai/clip-vit-large-patch14";
    static final String TOKEN = "hf_SecretTokenThatNobodyMaySee";
    static final Retry QUICK = new Retry(5, Duration.ofMillis(5), Duration.ofSeconds(5));
    static final int WEIGHT_BYTES = 300_000;

    private HubFixture() {}

    static Path repositories(Path root) throws IOException {
        for (String id : List.of(B32, "openai/clip-vit-base-patch16", "openai/clip-vit-large-patch14-336")) {
            clip(root.resolve(id), "pytorch_model.bin");
        }
        clip(root.resolve(L14), "model.safetensors");
        clip(root.resolve(B32 + "@refs_pr_15"), "model.safetensors");
        Path tifa = root.resolve("datasets/Unlearningltd/datasets/tifa/tifa_dataset.csv");
        Files.createDirectories(tifa.getParent());
        Files.writeString(tifa, "caption,qas\na red cube,[]\n");
        return root;
    }

    private static void clip(Path folder, String weights) throws IOException {
        Files.createDirectories(folder);
        for (String name : List.of("config.json", "preprocessor_config.json", "tokenizer.json")) {
            Files.writeString(folder.resolve(name), "{\"of\":\"" + folder.getFileName() + "/" + name + "\"}");
        }
        Files.write(folder.resolve(weights), bytes(weights.hashCode(), WEIGHT_BYTES));
    }

    static byte[] bytes(long seed, int count) {
        byte[] bytes = new byte[count];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    static HubSettings settings(String endpoint, Path cache, String... more) {
        Map<String, String> env = new HashMap<>();
        env.put("HF_ENDPOINT", endpoint);
        env.put("HF_HUB_CACHE", cache.toString());
        env.put("HF_TOKEN", TOKEN);
        for (int i = 0; i < more.length; i += 2) {
            env.put(more[i], more[i + 1]);
        }
        return HubSettings.of(env, cache.resolveSibling("home"));
    }

    static HubClient client(String endpoint, Path cache, String... more) {
        return new HubClient(settings(endpoint, cache, more), QUICK);
    }

    /** All blobs and snapshot files whose content does not match their name in the cache. */
    static List<String> damaged(Path cache) throws IOException {
        List<String> bad = new ArrayList<>();
        for (Path file : visible(cache)) {
            Path real = file.toRealPath();
            String name = String.valueOf(real.getFileName());
            String hash = name.length() == 64 ? StandInFiles.sha256(real) : StandInFiles.gitSha1(real);
            if (!hash.equals(name)) {
                bad.add(file + " has hash " + hash);
            }
        }
        return bad;
    }

    static List<Path> visible(Path cache) throws IOException {
        if (!Files.isDirectory(cache)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(cache)) {
            return all.filter(Files::isRegularFile)
                    .filter(p -> !p.toString().endsWith(".incomplete"))
                    .filter(p -> p.toString().contains("blobs") || p.toString().contains("snapshots"))
                    .toList();
        }
    }

    /** All paths below a folder with their size and time, to show that nothing was written. */
    static String listing(Path folder) throws IOException {
        StringBuilder text = new StringBuilder();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted().toList()) {
                text.append(path)
                        .append(' ')
                        .append(Files.getLastModifiedTime(path))
                        .append('\n');
            }
        }
        return text.toString();
    }

    static boolean holds(Path folder, String text) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.filter(Files::isRegularFile).toList()) {
                if (path.toString().contains(text)
                        || new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1).contains(text)) {
                    return true;
                }
            }
            return false;
        }
    }
}
