package org.clipmeter.shapes.drawing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.image.decode.ImageDecoder;
import org.clipmeter.pairs.Images;
import org.clipmeter.pairs.Pair;
import org.clipmeter.pairs.PairingKey;
import org.clipmeter.pairs.Pairs;
import org.clipmeter.prompts.Prompt;
import org.clipmeter.prompts.PromptSet;
import org.clipmeter.report.RunFolder;
import org.clipmeter.shapes.Artist;
import org.clipmeter.shapes.ShapesPrompts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The folder of a run, as everything else reads it. */
final class RunDrawerTest {
    private static final DrawOptions SMALL =
            DrawOptions.defaults().withPixels(64).withSeed(7);

    @TempDir
    Path scratch;

    private static PromptSet prompts(int count) {
        PromptSet all = ShapesPrompts.load();
        return new PromptSet("shapes", all.prompts().subList(0, count), all.size());
    }

    private static List<DrawnPicture> draw(PromptSet prompts, Path run, DrawOptions options) throws IOException {
        return RunDrawer.draw(prompts, run, options, drawn -> {}, () -> false);
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static void assertShowsItsPrompt(Pair pair, long seed) throws IOException {
        assertArrayEquals(
                Drawing.of(pair.prompt().text(), new Artist.Faithful(), 64, seed)
                        .picture()
                        .rgb(),
                ImageDecoder.decode(pair.image().path()).rgb(),
                pair.prompt().id());
    }

    @Test
    void theFolderIsReadWithoutAnyOption() throws IOException {
        Path run = scratch.resolve("new/before");
        draw(prompts(12), run, SMALL);
        assertEquals(List.of("drawn.json", "images"), names(run));
        assertEquals(13, names(run.resolve("images")).size());
        assertTrue(Files.exists(run.resolve("images/before_11.png")));
        for (Path place : List.of(run, run.resolve("images"))) {
            Pairs pairs = Pairs.of(Images.at(place.toString()), prompts(12));
            assertEquals(PairingKey.MANIFEST, pairs.key());
            assertEquals(12, pairs.pairs().size());
            assertEquals(List.of(), pairs.skipped());
            for (Pair pair : pairs.pairs()) {
                assertShowsItsPrompt(pair, 7);
            }
        }
    }

    /** A run folder of the reference has no manifest: its pictures are joined by their places. */
    @Test
    void aRunNamedAsTheReferenceNamesItIsOneOfItsRuns() throws IOException {
        Path run = scratch.resolve("results/uce_clip_score_1a2b3c4d");
        draw(prompts(12), run, SMALL);
        List<RunFolder> found = RunFolder.find(scratch.resolve("results"), "UCE", "clip_score");
        assertEquals(List.of("1a2b3c4d"), found.stream().map(RunFolder::runId).toList());
        Files.delete(found.get(0).images().resolve("manifest.csv"));
        Pairs pairs = Pairs.of(Images.at(scratch.resolve("results").toString()), prompts(12));
        assertEquals(PairingKey.INDEX, pairs.key());
        for (Pair pair : pairs.pairs()) {
            assertShowsItsPrompt(pair, 7);
        }
    }

    @Test
    void eachOfSeveralPicturesOfAPromptHasTheNextSeed() throws IOException {
        Path run = scratch.resolve("four");
        List<DrawnPicture> drawn = draw(prompts(3), run, SMALL.withImagesPerPrompt(4));
        assertEquals(12, drawn.size());
        assertEquals(
                List.of(7L, 8L, 9L, 10L, 7L),
                drawn.stream().map(DrawnPicture::seed).limit(5).toList());
        List<Pair> pairs = Pairs.of(Images.at(run.toString()), prompts(3)).pairs();
        for (int i = 0; i < 12; i++) {
            assertEquals("shapes_" + i / 4, pairs.get(i).prompt().id());
            assertShowsItsPrompt(pairs.get(i), 7 + i % 4);
        }
    }

    @Test
    void anEarlierRunIsReplacedAsAWhole() throws IOException {
        Path run = scratch.resolve("run");
        draw(prompts(6), run, SMALL);
        draw(prompts(2), run, SMALL.withSeed(8));
        assertEquals(List.of("manifest.csv", "run_0.png", "run_1.png"), names(run.resolve("images")));
        for (Pair pair : Pairs.of(Images.at(run.toString()), prompts(2)).pairs()) {
            assertShowsItsPrompt(pair, 8);
        }
    }

    @Test
    void imagesThatWereNotDrawnHereAreLeftAlone() throws IOException {
        Path images = Files.createDirectories(scratch.resolve("real/images"));
        Path own = Files.writeString(images.resolve("real_0.png"), "mine");
        IOException refused = assertThrows(IOException.class, () -> draw(prompts(2), scratch.resolve("real"), SMALL));
        assertTrue(String.valueOf(refused.getMessage()).contains("choose another folder"), refused.getMessage());
        assertEquals("mine", Files.readString(own));
        assertEquals(List.of("images"), names(scratch.resolve("real")));
        Path file = Files.writeString(scratch.resolve("file"), "");
        assertThrows(IOException.class, () -> draw(prompts(2), file, SMALL));
    }

    /** The manifest names the pictures that are missing, and no picture is joined to another prompt. */
    @Test
    void anInterruptedRunLacksPicturesAndMixesNone() throws IOException {
        Path run = scratch.resolve("run");
        draw(prompts(6), run, SMALL);
        int[] drawn = {0};
        CancellationException cancelled = assertThrows(
                CancellationException.class,
                () -> RunDrawer.draw(
                        prompts(6),
                        run,
                        SMALL.withSeed(8).withImagesPerPrompt(2),
                        done -> drawn[0] = done,
                        () -> drawn[0] == 5));
        assertTrue(String.valueOf(cancelled.getMessage()).contains("5 of 12 pictures"), cancelled.getMessage());
        Pairs pairs = Pairs.of(Images.at(run.toString()), prompts(6));
        assertEquals(5, pairs.pairs().size());
        assertEquals(7, pairs.skipped().size());
        for (int i = 0; i < 5; i++) {
            assertShowsItsPrompt(pairs.pairs().get(i), 8 + i % 2);
        }
    }

    @Test
    void aForeignPromptIsRefusedBeforeAnythingIsWritten() {
        PromptSet mixed = new PromptSet(
                "mixed",
                List.of(new Prompt("a", "x", "a red circle", List.of()), new Prompt("b", "x", "a red cube", List.of())),
                2);
        String message = String.valueOf(
                assertThrows(InvalidRequestException.class, () -> draw(mixed, scratch.resolve("out"), SMALL))
                        .getMessage());
        assertTrue(message.contains("'cube' is unknown"), message);
        assertThrows(
                InvalidRequestException.class,
                () -> draw(new PromptSet("none", List.of(), 0), scratch.resolve("out"), SMALL));
        assertFalse(Files.exists(scratch.resolve("out")));
    }

    @Test
    void theRecordSaysHowARunWasDrawn() throws IOException {
        Path run = scratch.resolve("run");
        draw(prompts(2), run, SMALL);
        assertEquals(
                "{\"model\":\"everything as asked\",\"seed\":7,\"size\":64,\"images_per_prompt\":1,\"prompts\":2,"
                        + "\"prompt_set\":\"shapes\"}\n",
                Files.readString(run.resolve("drawn.json")));
    }

    @Test
    void aFolderWithoutANameIsRefused() {
        for (Path place : List.of(Path.of(""), scratch.getRoot())) {
            String message =
                    String.valueOf(assertThrows(InvalidRequestException.class, () -> draw(prompts(1), place, SMALL))
                            .getMessage());
            assertTrue(message.contains("the folder of the run has no name"), message);
        }
    }

    /** Two runs at once would leave pictures of one beside the list of the other. */
    @Test
    void aFolderIntoWhichAnotherRunDrawsIsRefused() throws IOException {
        Path run = scratch.resolve("run");
        List<String> refusals = new ArrayList<>();
        RunDrawer.draw(
                prompts(2),
                run,
                SMALL,
                drawn -> refusals.add(
                        String.valueOf(assertThrows(IOException.class, () -> draw(prompts(2), run, SMALL.withSeed(8)))
                                .getMessage())),
                () -> false);
        assertTrue(refusals.get(0).contains("run is in use: another run makes images into it"), refusals.get(0));
        assertEquals(List.of("manifest.csv", "run_0.png", "run_1.png"), names(run.resolve("images")));
        for (Pair pair : Pairs.of(Images.at(run.toString()), prompts(2)).pairs()) {
            assertShowsItsPrompt(pair, 7);
        }
        Files.delete(run.resolve("drawn.json"));
        for (String name : List.of("manifest.csv", "run_0.png", "run_1.png")) {
            Files.delete(run.resolve("images").resolve(name));
        }
        Files.writeString(run.resolve("images/.clipmeter.lock"), "of a run that was killed");
        draw(prompts(1), run, SMALL);
    }

    @Test
    void aPictureThatCanNotBeWrittenIsNamedAndLeavesNothing() throws IOException {
        Path run = scratch.resolve("run");
        Path taken = run.resolve("images/run_1.png");
        IOException refused = assertThrows(
                IOException.class,
                () -> RunDrawer.draw(
                        prompts(3),
                        run,
                        SMALL,
                        drawn -> assertDoesNotThrow(() -> Files.createDirectories(taken.resolve("full"))),
                        () -> false));
        String message = String.valueOf(refused.getMessage());
        assertTrue(message.startsWith(taken + " can't be written: "), message);
        assertTrue(message.endsWith("; 1 of 3 pictures are complete"), message);
        assertEquals(List.of("manifest.csv", "run_0.png", "run_1.png"), names(run.resolve("images")));
        Files.writeString(Files.createDirectories(scratch.resolve("other")).resolve("images"), "a file");
        refused = assertThrows(IOException.class, () -> draw(prompts(1), scratch.resolve("other"), SMALL));
        assertTrue(String.valueOf(refused.getMessage()).contains("images is not a folder"), refused.getMessage());
    }
}
