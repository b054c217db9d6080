package org.clipmeter.benchmark;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.clipmeter.Shapes;
import org.clipmeter.text.ClipTokenizer;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Times the tokenizing of a caption: microseconds on one thread, with OpenAI's vocabulary if {@code -Dgolden=} names
 * the reference fixtures, else with the bundled vocabulary.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class TokenizeBenchmark {
    private static final int CAPTIONS = 6;

    private static final List<String> TEXTS = List.of(
            "A man in a grey coat walks his dog along a wet street.",
            "a red cube to the left of a blue ball",
            "Two plates of pasta and a glass of water on a wooden table near the window.",
            "A train that is parked at an empty platform, seen from a bridge",
            "an oil painting of a lighthouse in a storm, in the style of the nineteenth century",
            "Three yellow taxis; one of them has an open door.");

    private @Nullable ClipTokenizer tokenizer;

    /** Opens the tokenizer. */
    @Setup
    public void open() throws IOException {
        Path published = Path.of(System.getProperty("golden", ""), "tokenizer_files");
        if (Files.isDirectory(published)) {
            tokenizer = ClipTokenizer.open(published, 77);
            return;
        }
        Path folder = Files.createTempDirectory("tokenizer");
        Path file = folder.resolve("tokenizer.json");
        try (InputStream in = Shapes.class.getResourceAsStream("model/tokenizer.json")) {
            Files.copy(Objects.requireNonNull(in), file);
            tokenizer = ClipTokenizer.open(folder, 77);
        } finally {
            Files.deleteIfExists(file);
            Files.delete(folder);
        }
    }

    /** Closes the tokenizer. */
    @TearDown
    public void close() {
        tokenizer().close();
    }

    /** Tokenizes one caption after the other. */
    @Benchmark
    @OperationsPerInvocation(CAPTIONS)
    public int encode() {
        int tokens = 0;
        for (String text : TEXTS) {
            tokens += tokenizer().encode(text).hashCode();
        }
        return tokens;
    }

    private ClipTokenizer tokenizer() {
        return Objects.requireNonNull(tokenizer);
    }
}
