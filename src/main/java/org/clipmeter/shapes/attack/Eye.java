package org.clipmeter.shapes.attack;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.image.RgbImage;
import org.clipmeter.model.clip.ClipModel;
import org.clipmeter.shapes.Caption;
import org.clipmeter.shapes.Color;
import org.clipmeter.shapes.Fill;
import org.clipmeter.shapes.Shape;
import org.clipmeter.shapes.erase.Concept;
import org.clipmeter.shapes.erase.ConceptKind;
import org.clipmeter.shapes.evaluation.ClipEncoder;

/** Judges whether pictures show a concept: of all concepts of its kind, which has the caption that fits a picture best. */
final class Eye {
    private final ClipEncoder encoder;
    private final float[][] texts;
    private final int wanted;

    /**
     * @param judge the CLIP that looks at the pictures; the caller closes it
     * @throws InvalidRequestException for a relation, which no single thing shows
     */
    Eye(ClipModel judge, Concept concept) {
        List<String> words = words(concept.kind());
        this.encoder = new ClipEncoder(judge);
        this.texts = encoder.texts(
                words.stream().map(word -> caption(concept.kind(), word)).toList());
        this.wanted = words.indexOf(concept.synonyms().get(0));
    }

    /** The concepts of a kind, each by its first name. */
    static List<String> words(ConceptKind kind) {
        return switch (kind) {
            case SHAPE -> names(Shape.values());
            case COLOR -> names(Color.values());
            case FILL -> names(Fill.values());
            case COUNT -> List.of("one", "two", "three", "four");
            case RELATION ->
                throw new InvalidRequestException(
                        "a relation is shown by two things, and an attack draws one; expected a shape, a color, a fill or a count");
        };
    }

    private static List<String> names(Enum<?>[] values) {
        return Arrays.stream(values)
                .map(value -> value.name().toLowerCase(Locale.ROOT))
                .toList();
    }

    private static String caption(ConceptKind kind, String word) {
        return switch (kind) {
            case SHAPE -> Caption.withArticle(word);
            case COUNT -> word.equals("one") ? "a shape" : word + " shapes";
            default -> Caption.withArticle(word + " shape");
        };
    }

    /**
     * How far each picture is on the concept's side: its cosine with the concept's caption, less the highest cosine with another
     * concept's. Above 0, the picture is taken for the concept.
     */
    double[] margins(List<RgbImage> pictures) throws IOException {
        float[][] images = encoder.images(pictures);
        double[] margins = new double[images.length];
        for (int i = 0; i < margins.length; i++) {
            double best = Double.NEGATIVE_INFINITY;
            double own = 0;
            for (int j = 0; j < texts.length; j++) {
                double cosine = 0;
                for (int d = 0; d < texts[j].length; d++) {
                    cosine += images[i][d] * texts[j][d];
                }
                if (j == wanted) {
                    own = cosine;
                } else {
                    best = Math.max(best, cosine);
                }
            }
            margins[i] = own - best;
        }
        return margins;
    }
}
