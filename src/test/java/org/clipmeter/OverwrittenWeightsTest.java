package org.clipmeter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.clipmeter.embed.cache.EmbeddingCache;
import org.clipmeter.pairs.Images;
import org.clipmeter.pairs.Pairs;
import org.clipmeter.prompts.Prompt;
import org.clipmeter.prompts.PromptSet;
import org.clipmeter.score.Caching;
import org.clipmeter.score.ScoreOptions;
import org.clipmeter.score.ScoreProgress;
import org.clipmeter.shapes.ShapesModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Overwrites and cuts weights while a model computes with them. It runs in a separate process, because a mapped file
 * would end the process.
 */
@Timeout(120)
final class OverwrittenWeightsTest {
    private static final int TIMES = 5;

    @TempDir
    private Path scratch;

    @Test
    void whatHappensToALocalFolderDuringAScoringChangesNothing() throws Exception {
        assertEquals("one value and one hash: true", run("overwrite"));
    }

    @Test
    void aProcessMayEndWhileAnotherThreadScores() throws Exception {
        assertEquals("leaving", run("leave"));
    }

    private String run(String what) throws Exception {
        Path log = scratch.resolve("log");
        int exit = ChildJvm.of(
                        OverwrittenWeightsTest.class, List.of("-Xmx512m", "-Djava.awt.headless=true"), scratch, what)
                .directory(scratch.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start()
                .waitFor();
        String output = Files.readString(log, StandardCharsets.UTF_8).strip();
        assertEquals(0, exit, output);
        return output.substring(output.lastIndexOf('\n') + 1);
    }

    /** Arguments: an empty folder, and the change to make while a thread scores. */
    public static void main(String[] arguments) throws Exception {
        Path scratch = Path.of(arguments[0]);
        PromptSet prompts = new PromptSet(
                "own",
                List.of(
                        new Prompt("a", "own", "a red circle", List.of()),
                        new Prompt("b", "own", "a blue square", List.of())),
                2);
        Shapes.draw(prompts, scratch.resolve("pictures"));
        Pairs pairs = Pairs.of(Images.in(scratch.resolve("pictures")), prompts);
        Path folder = copyOfTheModel(scratch.resolve("model"));
        LoadOptions options = LoadOptions.defaults().withDevice("cpu").withCache(EmbeddingCache.off());
        ClipMeter clip = ClipMeter.load(folder.toString(), options);
        Set<Object> values = Collections.synchronizedSet(new HashSet<>());
        AtomicInteger runs = new AtomicInteger();
        Thread scoring = new Thread(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                try {
                    ScoreOptions alone =
                            ScoreOptions.defaults().withBatchSize(1).withCaching(Caching.OFF);
                    values.add(String.valueOf(clip.score(pairs, null, alone, ScoreProgress.none(), () -> false)
                            .value()));
                    runs.incrementAndGet();
                } catch (IOException | RuntimeException e) {
                    values.add(e);
                    return;
                }
            }
        });
        scoring.setDaemon(true);
        scoring.start();
        await(runs, 1);
        if (arguments[1].equals("leave")) {
            System.out.println("leaving");
            System.exit(0);
        }
        String hash = clip.info().identity();
        overwrite(folder.resolve("model.safetensors"), runs);
        scoring.interrupt();
        scoring.join();
        values.removeIf(value -> value instanceof org.clipmeter.score.ScoreCancelledException);
        boolean one = values.size() == 1 && hash.equals(clip.info().identity());
        System.out.println(one ? "" : values + " " + hash);
        System.out.println("one value and one hash: " + one);
    }

    private static void overwrite(Path weights, AtomicInteger runs) throws Exception {
        byte[] original = Files.readAllBytes(weights);
        byte[] other = original.clone();
        for (int i = other.length / 2; i < other.length; i++) {
            other[i] ^= 0x5a;
        }
        for (int i = 0; i < TIMES; i++) {
            for (byte[] content : List.of(other, new byte[0], original)) {
                Files.write(weights, content); // in place, like cp
                await(runs, runs.get() + 2);
            }
        }
    }

    private static void await(AtomicInteger runs, int count) throws InterruptedException {
        for (int i = 0; i < 1000 && runs.get() < count; i++) {
            Thread.sleep(10);
        }
        if (runs.get() < count) {
            throw new IllegalStateException("scoring has stopped");
        }
    }

    private static Path copyOfTheModel(Path copy) throws IOException {
        Files.createDirectory(copy);
        try (var files = Files.list(ShapesModel.folder())) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        return copy;
    }
}
