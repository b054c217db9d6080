package org.clipmeter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.clipmeter.hub.HubSettings;
import org.clipmeter.hub.StandInHub;
import org.clipmeter.prompts.Prompt;
import org.clipmeter.prompts.PromptFile;
import org.clipmeter.prompts.PromptSet;
import org.clipmeter.prompts.source.PromptRequest;
import org.clipmeter.prompts.source.PromptSource;
import org.clipmeter.prompts.source.TifaV1;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TifaTest {
    private static final String QAS =
            "\"[{\"\"question\"\":\"\"is it red?\"\",\"\"choices\"\":[\"\"yes\"\",\"\"no\"\"],"
                    + "\"\"answer\"\":\"\"yes\"\",\"\"element\"\":\"\"red\"\",\"\"element_type\"\":\"\"color\"\"}]\"";

    @TempDir
    Path scratch;

    @BeforeEach
    void publish() throws IOException {
        write(
                "hub/datasets/Unlearningltd/datasets/tifa/tifa_dataset.csv",
                "caption,qas\na red cube," + QAS + "\na cat,[]\n");
    }

    private Path write(String name, String content) throws IOException {
        Path file = scratch.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    private HubSettings settings(String endpoint, String... more) {
        Map<String, String> env = new java.util.HashMap<>();
        env.put("HF_ENDPOINT", endpoint);
        env.put("HF_HUB_CACHE", scratch.resolve("cache").toString());
        env.put("XDG_CACHE_HOME", scratch.resolve("own").toString());
        for (int i = 0; i < more.length; i += 2) {
            env.put(more[i], more[i + 1]);
        }
        return HubSettings.of(env, scratch.resolve("home"));
    }

    private static PromptList read(TifaOptions options, HubSettings settings) throws IOException {
        return Tifa.read(options, settings, Tifa.sources());
    }

    @Test
    void takesTheReferencesFileFromTheHubAndThenFromTheCache() throws IOException {
        HubSettings offline;
        try (StandInHub hub = StandInHub.start(scratch.resolve("hub"))) {
            PromptSet prompts =
                    read(TifaOptions.defaults(), settings(hub.endpoint())).prompts();
            assertEquals("TIFA", prompts.name());
            assertEquals(List.of("a red cube", "a cat"), texts(prompts));
            assertEquals(
                    "is it red?", prompts.prompts().get(0).questions().get(0).question());
            offline = settings(hub.endpoint(), "HF_HUB_OFFLINE", "1");
        }
        assertEquals(
                List.of("a red cube"),
                texts(read(TifaOptions.defaults().withLimit(1), offline).prompts()));
    }

    private static List<String> texts(PromptSet prompts) {
        return prompts.prompts().stream().map(Prompt::text).toList();
    }

    @Test
    void takesTheCaptionsOfV1AloneWhereItsQuestionsCanNotBeHad() throws IOException {
        write("hub/tifa/v1/tifa_v1.0_text_inputs.json", "[{\"id\":\"coco_1\",\"caption\":\"a cat\"}]");
        try (StandInHub hub = StandInHub.start(scratch.resolve("hub"))) {
            URI folder = URI.create(hub.endpoint() + "/tifa/v1/resolve/main/");
            PromptList read = Tifa.read(
                    TifaOptions.defaults().withOrigin("v1.0").withQuestions(),
                    settings(hub.endpoint()),
                    List.of(new TifaV1(folder)));
            assertEquals(1, read.prompts().size());
            assertTrue(
                    read.warnings().get(0).startsWith("TIFA v1.0 without its questions: "), read.warnings()::toString);
        }
    }

    @Test
    void takesV1AsItsAuthorsPublishItWithOrWithoutQuestions() throws IOException {
        String texts = "[{\"id\":\"coco_1\",\"caption\":\"a cat\",\"coco_val_id\":\"7\"},"
                + "{\"id\":\"drawbench_2\",\"caption\":\"a dog\"}]";
        String answers = "[{\"id\":\"drawbench_2\",\"caption\":\"a dog\",\"question\":\"is it a dog?\",\"choices\":"
                + "[\"yes\",\"no\"],\"answer\":\"yes\",\"element_type\":\"animal\",\"element\":\"dog\"}]";
        write("hub/tifa/v1/tifa_v1.0_text_inputs.json", texts);
        write("hub/tifa/v1/tifa_v1.0_question_answers.json", answers);
        try (StandInHub hub = StandInHub.start(scratch.resolve("hub"))) {
            URI folder = URI.create(hub.endpoint() + "/tifa/v1/resolve/main/");
            TifaOptions v1 = TifaOptions.defaults().withOrigin("V1.0");
            PromptSet plain = Tifa.read(v1, settings(hub.endpoint()), List.of(new TifaV1(folder)))
                    .prompts();
            assertEquals("TIFA v1.0", plain.name());
            assertEquals(
                    List.of("coco", "drawbench"),
                    plain.prompts().stream().map(Prompt::source).toList());
            assertEquals(
                    0,
                    hub.requests().stream()
                            .filter(r -> r.path().contains("question"))
                            .count());
            PromptSet asked = Tifa.read(v1.withQuestions(), settings(hub.endpoint()), List.of(new TifaV1(folder)))
                    .prompts();
            assertEquals("dog", asked.prompts().get(1).questions().get(0).element());
        }
    }

    @Test
    void withoutANetworkSaysWhatElseThereIs() {
        HubSettings offline = settings("http://localhost:9", "HF_HUB_OFFLINE", "1");
        IOException e = assertThrows(IOException.class, () -> read(TifaOptions.defaults(), offline));
        assertTrue(e.getMessage().contains("HF_HUB_OFFLINE"), e.getMessage());
        assertTrue(
                e.getMessage().endsWith("; without a network, use a local file or the bundled prompts"),
                e.getMessage());
        IOException v1 = assertThrows(
                IOException.class, () -> read(TifaOptions.defaults().withOrigin("v1.0"), offline));
        assertTrue(
                v1.getMessage().endsWith("; without a network, use a local file or the bundled prompts"),
                v1.getMessage());
    }

    @Test
    void readsALocalFileAndSamplesIt() throws IOException {
        StringBuilder csv = new StringBuilder("id,caption\n");
        for (int i = 0; i < 40; i++) {
            csv.append(i < 30 ? "coco_" : "drawbench_")
                    .append(i)
                    .append(",text ")
                    .append(i)
                    .append('\n');
        }
        TifaOptions file = TifaOptions.defaults()
                .withOrigin(write("own.csv", csv.toString()).toString());
        PromptSet head = Tifa.load(file.withLimit(8));
        assertEquals(Map.of("coco", 8), head.countBySource());
        assertEquals(40, head.availableCount());
        assertEquals(8, head.limit());
        assertEquals(
                Map.of("coco", 6, "drawbench", 2),
                Tifa.load(file.withLimit(8).withStratifiedSample(7)).countBySource());
        assertEquals(10, Tifa.load(file.withSources(List.of("drawbench"))).size());
        assertEquals(40, Tifa.load(file.withLimit(null)).size());
        assertEquals(null, Tifa.load(file.withLimit(null)).limit());
        assertEquals(300, Tifa.load(file.withLimit(300)).limit(), "as it was asked for, although there are only 40");
        assertEquals(
                300, Tifa.load(file.withLimit(300).withSources(List.of("coco"))).limit());
        assertEquals(8, Tifa.load(file.withLimit(8).withStratifiedSample(7)).limit());
        IOException e = assertThrows(IOException.class, () -> Tifa.load(file.withSources(List.of("coca"))));
        assertTrue(e.getMessage().contains("coco, drawbench"), e.getMessage());
    }

    @Test
    void refusesALimitBelowOneAndAFileThatIsNotThere() {
        TifaOptions none =
                TifaOptions.defaults().withOrigin(scratch.resolve("none.csv").toString());
        assertThrows(IOException.class, () -> Tifa.load(none));
        TifaOptions zero = TifaOptions.defaults()
                .withOrigin(scratch.resolve("hub/datasets/Unlearningltd/datasets/tifa/tifa_dataset.csv")
                        .toString())
                .withLimit(0);
        IOException e = assertThrows(IOException.class, () -> Tifa.load(zero));
        assertTrue(e.getMessage().contains("at least 1"), e.getMessage());
    }

    /** A new source is a class and a line in the list; the door does the rest. */
    @Test
    void readsASourceThatItHasNeverHeardOf() throws IOException {
        PromptSource colors = new PromptSource() {
            @Override
            public String name() {
                return "colors";
            }

            @Override
            public String title() {
                return "the colors";
            }

            @Override
            public String description() {
                return "two colors";
            }

            @Override
            public PromptFile read(PromptRequest request) {
                List<Prompt> prompts =
                        List.of(new Prompt("1", "warm", "red", List.of()), new Prompt("2", "cold", "blue", List.of()));
                return new PromptFile(new PromptSet("colors", prompts, 2), List.of("green is missing"));
            }
        };
        HubSettings offline = settings("http://localhost:9", "HF_HUB_OFFLINE", "1");
        TifaOptions options = TifaOptions.defaults().withOrigin(" Colors ");
        PromptList read = Tifa.read(options.withSources(List.of("cold")), offline, List.of(colors));
        assertEquals(List.of("blue"), texts(read.prompts()));
        assertEquals(List.of("green is missing"), read.warnings());
        PromptsException e = assertThrows(
                PromptsException.class, () -> Tifa.read(options.withIdColumn("id"), offline, List.of(colors)));
        assertEquals(PromptsException.Reason.NO_FILE, e.reason());
        assertTrue(e.getMessage().endsWith("the prompts are colors"), e.getMessage());
    }

    @Test
    void namesOfSourcesAreInLowerCaseAndDifferent() {
        List<String> names = Tifa.sources().stream().map(PromptSource::name).toList();
        assertEquals(List.of(Tifa.REFERENCE, Tifa.V1, Tifa.SHAPES, Tifa.COCO), names);
        for (PromptSource source : Tifa.sources()) {
            assertEquals(source, Tifa.source(source.name().toUpperCase(Locale.ROOT)));
            assertTrue(source.name().matches("[a-z][a-z0-9.]*"), source.name());
        }
        assertEquals(null, Tifa.source("own.csv"));
    }
}
