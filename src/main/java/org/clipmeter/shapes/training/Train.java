package org.clipmeter.shapes.training;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.clipmeter.engine.TorchEngine;
import org.clipmeter.shapes.Evaluation;
import org.clipmeter.shapes.ShapesVocabulary;

/** Trains the bundled model and writes it with its card: {@code Train [folder [steps [seed]]]}. */
public final class Train {
    static final int STEPS = 4000;
    static final long SEED = 2026;

    private static final int GROUPS = 16;
    private static final int AHEAD = 4;
    private static final int REPORT_EVERY = 100;
    private static final int SAVE_EVERY = 500;
    private static final int CHECKED = 240;

    private final Path folder;
    private final int steps;
    private final long seed;
    private final ShapesVocabulary vocabulary = ShapesVocabulary.ofTheWorld();
    private final List<Phase> phases = Phase.curriculum();

    private Train(Path folder, int steps, long seed) {
        this.folder = folder;
        this.steps = steps;
        this.seed = seed;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path folder = Path.of(arguments.length > 0 ? arguments[0] : "target/shapes-model");
        int steps = arguments.length > 1 ? Integer.parseInt(arguments[1]) : STEPS;
        long seed = arguments.length > 2 ? Long.parseLong(arguments[2]) : SEED;
        // One thread adds in a fixed order, so that a seed gives the same model on the same machine; another thread
        // draws.
        System.setProperty("ai.djl.pytorch.num_threads", "1");
        TorchEngine.start();
        long start = System.nanoTime();
        new Train(folder, steps, seed).run(start);
        String trained = String.format(
                Locale.ROOT,
                "%d steps of 64 pictures, seed %d, %.0f minutes on two processor cores",
                steps,
                seed,
                (System.nanoTime() - start) / 6e10);
        System.out.print(ModelCard.write(folder, trained));
    }

    private void run(long start) throws IOException, InterruptedException {
        BatchMaker maker = new BatchMaker(seed, GROUPS, vocabulary);
        ExecutorService renderer = Executors.newSingleThreadExecutor();
        try (Trainer trainer = new Trainer(vocabulary, seed, steps)) {
            Queue<Future<Batch>> ahead = new ArrayDeque<>();
            float[] sums = new float[Losses.NAMES.size()];
            int submitted = 0;
            String phase = "";
            for (int step = 0; step < steps; step++) {
                while (submitted < steps && ahead.size() < AHEAD) {
                    int next = submitted++;
                    ahead.add(renderer.submit(() -> maker.make(Phase.at(phases, (double) next / steps), next)));
                }
                Batch batch = ahead.remove().get();
                if (!batch.phase().name().equals(phase)) {
                    phase = batch.phase().name();
                    System.out.printf("from step %d: %s%n", step, phase);
                }
                float[] parts = trainer.step(batch, step);
                for (int i = 0; i < sums.length; i++) {
                    sums[i] += parts[i] / REPORT_EVERY;
                }
                int done = step + 1;
                if (done % REPORT_EVERY == 0) {
                    report(done, (System.nanoTime() - start) / 6e10, sums);
                    Arrays.fill(sums, 0);
                }
                if (done % SAVE_EVERY == 0 || done == steps) {
                    ModelWriter.write(folder, trainer.table(), trainer.parameters(), vocabulary);
                    Map<String, Double> accuracies =
                            Evaluation.levelOne(trainer.encoder(vocabulary), seed, CHECKED, BatchMaker.SIDE);
                    System.out.printf("saved to %s%n%s", folder, Evaluation.describe(accuracies));
                }
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("a batch could not be drawn", e.getCause());
        } finally {
            renderer.shutdownNow();
        }
    }

    private void report(int done, double minutes, float[] losses) {
        StringBuilder line = new StringBuilder(String.format(
                Locale.ROOT,
                "step %d of %d, %.1f min, about %.0f min left; loss",
                done,
                steps,
                minutes,
                minutes / done * (steps - done)));
        for (int i = 0; i < losses.length; i++) {
            line.append(String.format(Locale.ROOT, " %s %.3f", Losses.NAMES.get(i), losses[i]));
        }
        System.out.println(line);
    }
}
