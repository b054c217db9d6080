package org.clipmeter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.clipmeter.hub.Fault;
import org.clipmeter.hub.HubSettings;
import org.clipmeter.hub.StandInHub;
import org.clipmeter.prompts.Prompt;
import org.clipmeter.prompts.PromptSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The captions of phiyodr/coco2017, from a stand-in Hub that serves pyarrow's files. */
class CocoSourceTest {
    private static final Path FILES =
            Path.of(System.getProperty("basedir", ".")).resolve("src/test/resources/org/clipmeter/files/parquet");
    private static final TifaOptions COCO = TifaOptions.defaults().withOrigin("coco2017");

    @TempDir
    Path scratch;

    private Path publish(String file, String name) throws IOException {
        Path target = scratch.resolve("hub/datasets/phiyodr/coco2017").resolve(name);
        Files.createDirectories(target.getParent());
        return Files.copy(FILES.resolve(file), target);
    }

    private HubSettings settings(String endpoint, String... more) {
        Map<String, String> env = new HashMap<>();
        env.put("HF_ENDPOINT", endpoint);
        env.put("HF_HUB_CACHE", scratch.resolve("cache").toString());
        for (int i = 0; i < more.length; i += 2) {
            env.put(more[i], more[i + 1]);
        }
        return HubSettings.of(env, scratch.resolve("home"));
    }

    private static PromptList read(TifaOptions options, HubSettings hub) throws IOException {
        return Tifa.read(options, hub, Tifa.sources());
    }

    private static long downloads(StandInHub hub) {
        return hub.requests().stream()
                .filter(request ->
                        request.method().equals("GET") && request.path().endsWith(".parquet"))
                .count();
    }

    /** One file with a hash in its name, beside one of another split: as the repository is today. */
    @Test
    void takesTheFirstCaptionOfEachRowFromTheHubAndThenFromTheCache() throws IOException {
        publish("coco-snappy.parquet", "data/train-00000-of-00001-0084e041f1902997.parquet");
        publish("coco-next.parquet", "data/validation-00000-of-00001-e3c37e369512a3aa.parquet");
        publish("write_parquet.py", "README.md");
        HubSettings offline;
        try (StandInHub hub = StandInHub.start(scratch.resolve("hub"))) {
            PromptList read = read(COCO.withLimit(3), settings(hub.endpoint()));
            PromptSet prompts = read.prompts();
            assertEquals("COCO 2017", prompts.name());
            assertEquals(3, prompts.size());
            assertEquals(48, prompts.availableCount());
            assertEquals(
                    new Prompt("15", "coco", "Caption 2 of a café ☕.", List.of()),
                    prompts.prompts().get(2));
            assertEquals(48, prompts.ids().all().size(), "images of prompts outside the limit are known as such");
            assertEquals(1, downloads(hub));
            read(COCO.withLimit(null), settings(hub.endpoint()));
            assertEquals(1, downloads(hub), "the second time from the cache");
            offline = settings(hub.endpoint(), "HF_HUB_OFFLINE", "1");
        }
        assertEquals(48, read(COCO.withLimit(null), offline).prompts().size());
    }

    @Test
    void takesNoMoreFilesThanTheLimitNeedsInTheOrderOfTheirNames() throws IOException {
        publish("coco-next.parquet", "data/train-00001-of-00002.parquet");
        publish("coco-zstd.parquet", "data/train-00000-of-00002.parquet");
        HubSettings offline;
        try (StandInHub hub = StandInHub.start(scratch.resolve("hub"))) {
            PromptList first = read(COCO.withLimit(48), settings(hub.endpoint()));
            assertEquals(1, downloads(hub));
            assertTrue(
                    first.warnings()
                            .contains("COCO 2017: read 1 of 2 files, which have 48 prompts; the limit needs no more"),
                    first.warnings()::toString);
            offline = settings(hub.endpoint(), "HF_HUB_OFFLINE", "1");
            IOException e = assertThrows(IOException.class, () -> read(COCO.withLimit(null), offline));
            assertTrue(e.getMessage().contains("the cache has 1 of the 2 files of phiyodr/coco2017"), e.getMessage());
            PromptSet all = read(COCO.withLimit(50), settings(hub.endpoint())).prompts();
            assertEquals(2, downloads(hub));
            assertEquals(50, all.size());
            assertEquals("Caption 51 of a café ☕.", all.prompts().get(49).text());
            assertEquals(58, all.availableCount());
        }
        assertEquals(58, read(COCO.withLimit(null), offline).prompts().size());
        assertEquals(
                58,
                read(COCO.withStratifiedSample(1).withLimit(9), offline)
                        .prompts()
                        .availableCount());
    }

    @Test
    void staysWithTheCacheIfTheHubFails() throws IOException {
        publish("coco-gzip.parquet", "data/train-00000-of-00001.parquet");
        try (StandInHub hub = StandInHub.start(scratch.resolve("hub"))) {
            read(COCO, settings(hub.endpoint()));
            hub.fault("GET", "/api/", 9, Fault.answer(503, Map.of()))
                    .fault("HEAD", "/resolve/", 9, Fault.answer(503, Map.of()));
            PromptList read = read(COCO, settings(hub.endpoint()));
            assertEquals(48, read.prompts().size());
            assertTrue(read.warnings().get(0).contains("using the cached commit"), read.warnings()::toString);
        }
    }

    @Test
    void saysWhatIsWrongInOneLine() throws IOException {
        publish("coco-gzip.parquet", "captions/part-0.parquet");
        try (StandInHub hub = StandInHub.start(scratch.resolve("hub"))) {
            IOException layout = assertThrows(IOException.class, () -> read(COCO, settings(hub.endpoint())));
            assertTrue(
                    layout.getMessage().startsWith("COCO 2017: phiyodr/coco2017 has no file data/train-00000-of-"),
                    layout.getMessage());
            publish("kinds.parquet", "data/train-00000-of-00001.parquet");
            IOException columns = assertThrows(IOException.class, () -> read(COCO, settings(hub.endpoint())));
            assertTrue(columns.getMessage().contains("has no column \"image_id\""), columns.getMessage());
        }
        HubSettings never = settings("http://localhost:9", "HF_HUB_OFFLINE", "1", "HF_HUB_CACHE", scratch + "/none");
        IOException offline = assertThrows(IOException.class, () -> read(COCO, never));
        assertTrue(
                offline.getMessage().contains("HF_HUB_OFFLINE is set and any file of phiyodr/coco2017"),
                offline.getMessage());
    }
}
