package org.clipmeter.shapes.training;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.clipmeter.shapes.Evaluation;
import org.clipmeter.shapes.Vocabulary;

/** Trains the bundled model: {@code Train [folder [steps [seed]]]}. */
public final class Train {
    private static final int GROUPS = 16;
    private static final int AHEAD = 4;
    private static final int REPORT_EVERY = 250;

    private Train() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        System.setProperty("OPT_OUT_TRACKING", "true");
        System.setProperty("ai.djl.offline", "true");
        Path folder = Path.of(arguments.length > 0 ? arguments[0] : "target/shapes-model");
        int steps = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 8000;
        long seed = arguments.length > 2 ? Long.parseLong(arguments[2]) : 2026;
        Files.createDirectories(folder);
        Vocabulary vocabulary = Vocabulary.ofTheWorld();
        BatchMaker maker = new BatchMaker(seed, GROUPS, vocabulary);
        List<Phase> phases = Phase.curriculum();
        ExecutorService renderer = Executors.newSingleThreadExecutor();
        long start = System.nanoTime();
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
                    System.out.printf(Locale.ROOT, "step %d: %s%n", step, phase);
                }
                float[] parts = trainer.step(batch, step);
                for (int i = 0; i < sums.length; i++) {
                    sums[i] += parts[i] / REPORT_EVERY;
                }
                if ((step + 1) % REPORT_EVERY == 0 || step + 1 == steps) {
                    double minutes = (System.nanoTime() - start) / 6e10;
                    System.out.printf(
                            Locale.ROOT,
                            "step %d/%d, %.1f min, %.1f min left, %s %s, %s%n",
                            step + 1,
                            steps,
                            minutes,
                            minutes / (step + 1) * (steps - step - 1),
                            Losses.NAMES,
                            Arrays.toString(sums),
                            Evaluation.levelOne(trainer.encoder(vocabulary), 99, 240, BatchMaker.SIDE));
                    Arrays.fill(sums, 0);
                    save(folder, trainer.parameters());
                }
            }
            System.out.print(
                    Evaluation.describe(Evaluation.world(trainer.encoder(vocabulary), seed + 1, 960, BatchMaker.SIDE)));
        } catch (ExecutionException e) {
            throw new IllegalStateException("a batch could not be drawn", e.getCause());
        } finally {
            renderer.shutdownNow();
        }
    }

    private static void save(Path folder, float[] parameters) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(4 * parameters.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(parameters);
        Files.write(folder.resolve("row.bin"), bytes.array());
    }
}
