package org.clipmeter.prompts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reads TIFA v1.0 as its authors publish it. */
class TifaDataTest {
    private final Path data =
            Path.of(System.getProperty("testdata", "../shared/data")).resolve("tifa");

    @BeforeEach
    void needsTheData() {
        Assumptions.assumeTrue(Files.isDirectory(data), "no TIFA data in " + data.toAbsolutePath());
    }

    @Test
    void readsAllCaptions() throws IOException {
        PromptFile file = TifaReader.read(data.resolve("tifa_v1.0_text_inputs.json"));
        PromptSet set = file.prompts();
        assertEquals(List.of(), file.problems());
        assertEquals(4081, set.size());
        assertEquals(4081, set.availableCount());
        assertEquals(4081, set.byId().size());
        assertEquals(
                Map.of("coco", 2000, "drawbench", 161, "partiprompt", 1420, "paintskill", 500), set.countBySource());
        Set<String> captions = new HashSet<>();
        set.prompts().forEach(prompt -> captions.add(prompt.text()));
        assertEquals(4079, captions.size());
        assertEquals("coco_301091", set.prompts().get(0).id());
        assertEquals(
                "On a gray day a surfer carrying a white board walks on a beach.",
                set.prompts().get(0).text());
    }

    @Test
    void samplesInProportion() throws IOException {
        PromptSet set =
                TifaReader.read(data.resolve("tifa_v1.0_text_inputs.json")).prompts();
        PromptSet sample = Sampling.stratified(set, 300, 7);
        // Exact shares 147.02, 11.84, 104.39, 36.76.
        assertEquals(
                Map.of("coco", 147, "drawbench", 12, "partiprompt", 104, "paintskill", 37), sample.countBySource());
        assertEquals(4081, sample.availableCount());
        assertEquals(sample, Sampling.stratified(set, 300, 7));
        assertNotEquals(sample, Sampling.stratified(set, 300, 8));
        assertEquals(Map.of("coco", 300), Sampling.head(set, 300).countBySource());
        assertEquals(161, Sampling.ofSource(set, "drawbench").size());
    }

    @Test
    void joinsTheSampleQuestions() throws IOException {
        PromptFile file =
                TifaReader.read(data.resolve("sample_text_inputs.json"), data.resolve("sample_question_answers.json"));
        assertEquals(List.of(), file.problems());
        assertEquals(2, file.prompts().size());
        Prompt surfer = file.prompts().byId().get("coco_301091");
        assertEquals(
                new Question("is this a surfer?", List.of("yes", "no"), "yes", "surfer", "animal/human"),
                surfer.questions().get(0));
        long questions =
                Files.readString(data.resolve("sample_question_answers.json")).split("\"question\":", -1).length - 1L;
        assertEquals(
                questions,
                file.prompts().prompts().stream()
                        .mapToInt(prompt -> prompt.questions().size())
                        .sum());
    }

    @Test
    void joinsTheSampleQuestionsToAllCaptions() throws IOException {
        PromptFile file = TifaReader.read(
                data.resolve("tifa_v1.0_text_inputs.json"), data.resolve("sample_question_answers.json"));
        assertEquals(4081, file.prompts().size());
        assertNotEquals(List.of(), file.prompts().byId().get("drawbench_52").questions());
    }
}
