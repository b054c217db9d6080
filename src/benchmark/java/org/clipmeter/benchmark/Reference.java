package org.clipmeter.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.clipmeter.weights.RandomCheckpoint;

/** The transformers side: one Python process that works only on request. */
final class Reference implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final List<Batching> CANDIDATES =
            List.of(new Batching(8, false), new Batching(8, true), new Batching(32, false), new Batching(32, true));

    private final Child child;
    private final JsonNode about;

    /** The settings of a script that uses batches well. */
    record Batching(int batch, boolean ahead) {
        @Override
        public String toString() {
            return "transformers, batches of " + batch + (ahead ? " prepared ahead" : "");
        }
    }

    /** Scores, and how long computing them took. */
    @SuppressWarnings("ArrayRecordComponent")
    record Turn(double seconds, double[] logits) {
        static Turn of(JsonNode answer) {
            JsonNode logits = answer.required("logits");
            double[] values = new double[logits.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = logits.get(i).asDouble();
            }
            return new Turn(answer.required("seconds").asDouble(), values);
        }
    }

    Reference(Settings settings) throws IOException {
        child = Child.start(settings.python(), settings.folder(), "reference.py");
        about = child.ask("about");
    }

    int threads() {
        return about.required("threads").asInt();
    }

    String versions() {
        return "transformers " + about.required("transformers").asText() + ", torch "
                + about.required("torch").asText();
    }

    void load(RandomCheckpoint.Architecture architecture) throws IOException {
        child.ask("load", parameters().put("model", architecture.id()));
    }

    void unload() throws IOException {
        child.ask("unload");
    }

    void read(Path manifest) throws IOException {
        child.ask("read", parameters().put("manifest", manifest.toString()));
    }

    Turn batched(Batching batching) throws IOException {
        return Turn.of(
                child.ask("batched", parameters().put("batch", batching.batch()).put("ahead", batching.ahead())));
    }

    /**
     * Finds the batching that is fastest here for the pairs that were read; this is also the warm-up.
     *
     * @param pairs the number of pairs
     * @param trying receives each batching before it is tried
     */
    Batching fastest(int pairs, Consumer<Batching> trying) throws IOException {
        Batching best = CANDIDATES.get(0);
        double least = Double.MAX_VALUE;
        for (Batching candidate : CANDIDATES) {
            if (candidate.batch() > 8 && candidate.batch() > pairs) {
                continue;
            }
            trying.accept(candidate);
            double seconds = batched(candidate).seconds();
            if (seconds < least) {
                least = seconds;
                best = candidate;
            }
        }
        return best;
    }

    Turn oneByOne(int count) throws IOException {
        return Turn.of(child.ask("one_by_one", parameters().put("count", count)));
    }

    /** Stores the inputs of all batches for {@link #inference}. */
    void prepare(int batch) throws IOException {
        child.ask("prepare", parameters().put("batch", batch));
    }

    Turn inference() throws IOException {
        return Turn.of(child.ask("inference"));
    }

    /** The seconds that one product of two square matrices takes. */
    double product(int size) throws IOException {
        return child.ask("product", parameters().put("size", size))
                .required("seconds")
                .asDouble();
    }

    private static ObjectNode parameters() {
        return JSON.createObjectNode();
    }

    @Override
    public void close() throws IOException {
        child.close();
    }
}
