package org.clipmeter.benchmark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.clipmeter.ReferencePython;
import org.clipmeter.files.Hash;
import org.clipmeter.image.ImageException;
import org.clipmeter.image.decode.ImageDecoder;
import org.clipmeter.preprocess.ClipImageProcessor;

/**
 * Times the preprocessing of a picture file beside transformers and Pillow, round by round in one run, after checking
 * that both give exactly the same pixelValues.
 */
public final class PreprocessingBenchmark {
    private static final String SCRIPT = "preprocessing.py";
    private static final int WARM_UP = 3;
    private static final ClipImageProcessor PROCESSOR = ClipImageProcessor.openai(224);

    private PreprocessingBenchmark() {}

    /** Milliseconds per picture: the quartiles over the rounds. */
    public record Quartiles(double lower, double median, double upper, List<Double> rounds) {
        static Quartiles of(double[] rounds) {
            double[] sorted = rounds.clone();
            Arrays.sort(sorted);
            int last = sorted.length - 1;
            return new Quartiles(
                    sorted[last / 4],
                    sorted[last / 2],
                    sorted[last - last / 4],
                    Arrays.stream(rounds).boxed().toList());
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%6.2f (%.2f to %.2f)", median, lower, upper);
        }
    }

    /**
     * One picture's times.
     *
     * @param clipmeter from file to pixelValues
     * @param transformers from file to pixel_values, with transformers' processor on Pillow
     * @param pillow from file to resized picture, with Pillow only: no crop, no normalization
     */
    public record PictureComparison(
            Path picture, int threads, Quartiles clipmeter, Quartiles transformers, Quartiles pillow) {}

    /** Compares on the given files, or on a drawn PNG of 512 x 512 and a drawn JPEG of 2000 x 1500 pixels. */
    public static void main(String[] args) throws Exception {
        Path scratch = Files.createTempDirectory("preprocessing");
        List<Path> pictures = new ArrayList<>();
        for (String argument : args) {
            pictures.add(Path.of(argument));
        }
        if (pictures.isEmpty()) {
            pictures.add(Files.write(scratch.resolve("512.png"), Photographs.encoded("png", 512, 512)));
            pictures.add(Files.write(scratch.resolve("2000.jpg"), Photographs.encoded("jpeg", 2000, 1500)));
        }
        run(ReferencePython.interpreter(), pictures, 15, System.out);
    }

    /**
     * Measures every picture on one thread and on one thread per processor, and prints a table.
     *
     * @throws IllegalStateException if the reference gives other pixelValues
     */
    public static List<PictureComparison> run(Path python, List<Path> pictures, int rounds, PrintStream out)
            throws Exception {
        Path script = Files.createTempFile("preprocessing", ".py");
        try (InputStream in = PreprocessingBenchmark.class.getResourceAsStream(SCRIPT)) {
            Files.write(script, Objects.requireNonNull(in).readAllBytes());
        }
        Process process = new ProcessBuilder(python.toString(), script.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<PictureComparison> comparisons = new ArrayList<>();
        try (BufferedReader answers = process.inputReader(StandardCharsets.UTF_8);
                Writer requests = process.outputWriter(StandardCharsets.UTF_8)) {
            Reference reference = new Reference(requests, answers);
            out.println("Java " + Runtime.version() + " beside " + answers.readLine() + ", ms a picture, median of "
                    + rounds + " rounds (quartiles)");
            for (Path picture : pictures) {
                String expected = reference.ask("hash", picture.toString());
                if (!expected.equals(hash(picture))) {
                    throw new IllegalStateException(picture + ": the reference gives other pixelValues");
                }
                for (int threads : new int[] {1, Runtime.getRuntime().availableProcessors()}) {
                    PictureComparison comparison = compare(reference, picture, threads, rounds);
                    comparisons.add(comparison);
                    print(comparison, out);
                }
            }
        } finally {
            process.destroy();
            Files.delete(script);
        }
        return comparisons;
    }

    private static PictureComparison compare(Reference reference, Path picture, int threads, int rounds)
            throws Exception {
        double[] clipmeter = new double[rounds];
        double[] transformers = new double[rounds];
        double[] pillow = new double[rounds];
        int count = ImageDecoder.decode(picture).width() > 1000 ? 4 : 16;
        for (int round = -WARM_UP; round < rounds; round++) {
            double ours = milliseconds(picture, threads, round < 0 ? 4 * count : count);
            double theirs = reference.milliseconds("transformers", picture, threads, count);
            double alone = reference.milliseconds("pillow", picture, threads, count);
            if (round >= 0) {
                clipmeter[round] = ours;
                transformers[round] = theirs;
                pillow[round] = alone;
            }
        }
        return new PictureComparison(
                picture, threads, Quartiles.of(clipmeter), Quartiles.of(transformers), Quartiles.of(pillow));
    }

    private static void print(PictureComparison c, PrintStream out) {
        double ours = c.clipmeter().median();
        out.printf(
                Locale.ROOT,
                "%s, %d thread%s: clipmeter %s | transformers %s, %.2f x | Pillow's decode and resize %s, %.2f x%n",
                c.picture().getFileName(),
                c.threads(),
                c.threads() == 1 ? "" : "s",
                c.clipmeter(),
                c.transformers(),
                c.transformers().median() / ours,
                c.pillow(),
                c.pillow().median() / ours);
    }

    private static double milliseconds(Path picture, int threads, int count) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            Callable<Float> work = () -> {
                float sum = 0;
                for (int i = 0; i < count; i++) {
                    sum += pixelValues(picture)[i];
                }
                return sum;
            };
            long start = System.nanoTime();
            List<Future<Float>> running = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                running.add(pool.submit(work));
            }
            for (Future<Float> future : running) {
                future.get();
            }
            return (System.nanoTime() - start) / 1e6 / ((double) threads * count);
        } finally {
            pool.shutdown();
        }
    }

    private static float[] pixelValues(Path picture) throws ImageException {
        return PROCESSOR.pixelValues(ImageDecoder.decode(picture));
    }

    private static String hash(Path picture) throws ImageException {
        float[] values = pixelValues(picture);
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return Hash.sha256(bytes.array());
    }

    /** The Python process, which answers each line with a line. */
    private record Reference(Writer requests, BufferedReader answers) {
        String ask(String... words) throws IOException {
            requests.write(String.join("\t", words) + "\n");
            requests.flush();
            String answer = answers.readLine();
            if (answer == null) {
                throw new IOException("the Python process ended: run " + SCRIPT + " by hand to see why");
            }
            return answer;
        }

        double milliseconds(String what, Path picture, int threads, int count) throws IOException {
            return Double.parseDouble(ask(what, picture.toString(), "" + threads, "" + count));
        }
    }
}
