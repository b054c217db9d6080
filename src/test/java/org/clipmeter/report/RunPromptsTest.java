package org.clipmeter.report;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.clipmeter.pairs.Images;
import org.clipmeter.pairs.PairingException;
import org.clipmeter.pairs.Pairs;
import org.clipmeter.prompts.Prompt;
import org.clipmeter.prompts.PromptSet;
import org.clipmeter.prompts.Question;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunPromptsTest {
    @TempDir
    private Path folder;

    /** The images of three prompts, as a run of the reference leaves them. */
    private Images images(String run) throws IOException {
        Path images = Files.createDirectories(folder.resolve(run).resolve("images"));
        for (int i = 0; i < 3; i++) {
            Files.writeString(images.resolve(run + "_" + i + ".png"), "not read");
        }
        return Images.in(images);
    }

    private static PromptSet prompts(String... things) {
        List<Prompt> prompts = IntStream.range(0, things.length)
                .mapToObj(i -> new Prompt(
                        "coco_" + i,
                        "coco",
                        "a " + things[i],
                        List.of(new Question(question(things[i]), List.of(), "yes", things[i], "object"))))
                .toList();
        return new PromptSet("TIFA", prompts, prompts.size());
    }

    private static String question(String thing) {
        return "is there a " + thing + "?";
    }

    private void report(String run, String dataset, String... things) throws IOException {
        String pairs = Stream.of(things)
                .map(thing -> "[{\"question\": \"" + question(thing) + "\", \"answer\": \"yes\"}]")
                .collect(Collectors.joining(", "));
        Files.writeString(
                folder.resolve(run + "_report.json"),
                "{\"run_id\": \"" + run
                        + "\", \"timestamp\": 1, \"technique_name\": \"uce\", \"metric_name\": \"clip_score\","
                        + " \"dataset_name\": \"" + dataset + "\", \"dataset_metadata\": {\"qa_pairs\": [" + pairs
                        + "]},"
                        + " \"metric_result\": {\"name\": \"CLIPScore\", \"value\": 1.0, \"details\": {}}}");
    }

    private static String refusal(Pairs pairs) {
        return assertThrows(PairingException.class, () -> RunPrompts.check(pairs))
                .getMessage();
    }

    @Test
    void theSameQuestionsPass() throws IOException {
        Images images = images("uce_clip_score_0123abcd");
        report("0123abcd", "tifa_csv", "dog", "cat", "bird");
        Pairs pairs = Pairs.of(images, prompts("dog", "cat", "bird"));
        assertEquals(3, pairs.pairs().size());
        assertDoesNotThrow(() -> RunPrompts.check(pairs));
    }

    @Test
    void anotherOrderIsRefusedNamingTheImageAndBothQuestions() throws IOException {
        Images images = images("uce_clip_score_0123abcd");
        report("0123abcd", "tifa_csv", "dog", "bird", "cat");
        String message = refusal(Pairs.of(images, prompts("dog", "cat", "bird")));
        assertTrue(message.contains("uce_clip_score_0123abcd_1.png was made from another prompt"), message);
        assertTrue(message.contains("asks \"is there a bird?\" about it"), message);
        assertTrue(message.contains("these prompts ask \"is there a cat?\""), message);
    }

    @Test
    void promptsOfAnotherDatasetAreRefused() throws IOException {
        Images images = images("uce_clip_score_0123abcd");
        report("0123abcd", "coco_hf");
        String message = refusal(Pairs.of(images, prompts("dog", "cat", "bird")));
        assertTrue(message.contains("were made from the prompts of coco_hf and not from TIFA's"), message);
    }

    @Test
    void imagesOfAnotherMetricAreRefusedWithoutAReport() throws IOException {
        String message = refusal(Pairs.of(images("esd_asr_i2p_0123abcd"), prompts("dog", "cat", "bird")));
        assertTrue(message.contains("has the images of asr_i2p"), message);
    }

    @Test
    void promptsWithoutQuestionsAndRunsWithoutReportPass() throws IOException {
        Images attack = images("esd_asr_i2p_0123abcd");
        List<Prompt> own = Stream.of("0", "1", "2")
                .map(id -> new Prompt(id, "own", "a dog", List.of()))
                .toList();
        RunPrompts.check(Pairs.of(attack, new PromptSet("own", own, 3)));
        RunPrompts.check(Pairs.of(images("uce_clip_score_0123abcd"), prompts("dog", "cat", "bird")));
        Files.writeString(folder.resolve("0123abcd_report.json"), "cut off");
        RunPrompts.check(Pairs.of(images("uce_clip_score_0123abcd"), prompts("dog", "cat", "bird")));
    }
}
