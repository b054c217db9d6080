package org.clipmeter.shapes.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Carries out a course, with progress, from its beginning or from where an earlier run stopped. The folder receives the
 * network, a picture of the losses, a line that says how it was trained, and the state from which to go on.
 */
public final class TrainingRun<B> {
    private static final int AHEAD = 4;
    private static final int REPORT_EVERY = 100;
    private static final int SAVE_EVERY = 500;

    private final Course<B> course;
    private final String about;
    private final Path folder;
    private final List<LossCurve.Point> curve = new ArrayList<>();
    private final long start = System.nanoTime();
    private double minutesBefore;

    /** @param about what is trained, such as a model and a seed, for the picture and the line */
    public TrainingRun(Course<B> course, String about, Path folder) {
        this.course = course;
        this.about = about;
        this.folder = folder;
    }

    public void run() throws IOException, InterruptedException {
        Path states = folder.resolve("state-of-" + course.steps() + "-steps");
        Files.createDirectories(states);
        ExecutorService drawing = Executors.newSingleThreadExecutor();
        try {
            int first = goOn(states);
            Queue<Future<B>> ahead = new ArrayDeque<>();
            float[] sums = new float[course.losses().size()];
            int submitted = first;
            String section = "";
            for (int step = first; step < course.steps(); step++) {
                while (submitted < course.steps() && ahead.size() < AHEAD) {
                    int next = submitted++;
                    ahead.add(drawing.submit(() -> course.batch(next)));
                }
                B batch = ahead.remove().get();
                if (!course.section(batch).equals(section)) {
                    section = course.section(batch);
                    System.out.printf("from step %d: %s%n", step, section);
                }
                float[] losses = course.step(batch, step);
                for (int i = 0; i < sums.length; i++) {
                    sums[i] += losses[i] / REPORT_EVERY;
                }
                int done = step + 1;
                if (done % REPORT_EVERY == 0) {
                    report(done, done - first, sums);
                    curve.add(new LossCurve.Point(done, sums.clone()));
                    Arrays.fill(sums, 0);
                }
                if (done % SAVE_EVERY == 0 || done == course.steps()) {
                    save(states, done);
                }
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("a batch could not be drawn", e.getCause());
        } finally {
            drawing.shutdownNow();
        }
    }

    /** Takes up the state that an earlier command left, if there is one; returns the first step to take. */
    private int goOn(Path states) throws IOException {
        if (!TrainingState.existsIn(states)) {
            return 0;
        }
        TrainingState state = TrainingState.read(states, course.size());
        course.restore(state);
        curve.addAll(state.curve());
        minutesBefore = state.minutes();
        System.out.printf("going on after step %d of %d, from %s%n", state.done(), course.steps(), states);
        return state.done();
    }

    private void save(Path states, int done) throws IOException {
        course.state(done, minutes(), curve).write(states.resolve("model.safetensors"));
        String trained =
                String.format(Locale.ROOT, "%s, %d of %d steps, %.0f minutes", about, done, course.steps(), minutes());
        Files.writeString(folder.resolve("trained.txt"), trained + "\n");
        LossCurve.draw(trained, course.losses(), curve, folder.resolve("training.png"));
        System.out.printf("saved to %s%n%s", folder, course.save(folder));
    }

    private double minutes() {
        return minutesBefore + (System.nanoTime() - start) / 6e10;
    }

    private void report(int done, int now, float[] losses) {
        double minutes = (System.nanoTime() - start) / 6e10;
        StringBuilder line = new StringBuilder(String.format(
                Locale.ROOT,
                "step %d of %d, %.1f min, about %.0f min left; loss",
                done,
                course.steps(),
                minutes(),
                minutes / now * (course.steps() - done)));
        for (int i = 0; i < losses.length; i++) {
            line.append(String.format(Locale.ROOT, " %s %.4f", course.losses().get(i), losses[i]));
        }
        System.out.println(line);
    }
}
