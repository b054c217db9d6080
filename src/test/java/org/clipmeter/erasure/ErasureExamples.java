package org.clipmeter.erasure;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.clipmeter.embed.EmbeddedImage;
import org.clipmeter.embed.Embedding;
import org.clipmeter.embed.ImageFlag;
import org.jspecify.annotations.Nullable;

/** Invented images with vectors of three numbers: circles are along the first axis, squares along the second, stars along the third. */
public final class ErasureExamples {
    static final float[] CIRCLE = {1, 0, 0};
    static final float[] SQUARE = {0, 1, 0};
    static final float[] STAR = {0, 0, 1};
    /** Halfway between all three. */
    static final float[] NOTHING = {0.57735f, 0.57735f, 0.57735f};

    private ErasureExamples() {}

    static ConceptImage image(String name, String erased, String concept, @Nullable String second) {
        ImageKey key = new ImageKey(erased + "|" + concept, null, null, name);
        return new ConceptImage(Path.of(name), name, key, erased, concept, second);
    }

    static EmbeddedImage embedded(float @Nullable [] vector, ImageFlag... flags) {
        Embedding embedding =
                vector == null ? new Embedding.Fault("missing", "the file is missing") : new Embedding.Vector(vector);
        return new EmbeddedImage(Path.of("x.png"), embedding, Set.of(flags), false);
    }

    static ConceptClassifier classifier() {
        return new ConceptClassifier(
                Map.of("circle", CIRCLE, "square", SQUARE), NOTHING, Map.of("red", CIRCLE, "blue", SQUARE));
    }

    /** Images that show these concepts: each row is erased, concept, what is drawn. */
    public static List<SeenImage> seen(String... rows) {
        ConceptClassifier classifier =
                new ConceptClassifier(Map.of("circle", CIRCLE, "square", SQUARE, "star", STAR), NOTHING, Map.of());
        List<SeenImage> seen = new ArrayList<>();
        for (String row : rows) {
            String[] words = row.split(" ", -1);
            float[] vector =
                    switch (words[2]) {
                        case "circle" -> CIRCLE;
                        case "square" -> SQUARE;
                        case "star" -> STAR;
                        case "gone" -> null;
                        default -> NOTHING;
                    };
            ImageFlag[] flags = words[2].equals("black") ? new ImageFlag[] {ImageFlag.ALL_BLACK} : new ImageFlag[0];
            seen.add(classifier.see(
                    image(row.replace(' ', '_') + seen.size(), words[0], words[1], null), embedded(vector, flags)));
        }
        return seen;
    }
}
