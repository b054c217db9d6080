package org.clipmeter.shapes.field;

import java.io.IOException;
import java.util.stream.Collectors;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.shapes.Scene;
import org.clipmeter.shapes.ShapesVocabulary;
import org.clipmeter.shapes.SplitMix64;
import org.clipmeter.shapes.drawing.Drawing;
import org.clipmeter.shapes.drawing.TextToImage;

/**
 * A field as a text-to-image model. It draws any words of the shapes world; a text that is not a caption gets the places of a
 * picture with one thing. What it has drawn is not known, other than with rules.
 *
 * @param title what distinguishes its pictures, in a few words
 * @param field not closed by this record
 */
public record FieldModel(String title, Field field) implements TextToImage {
    private static final String ONE_THING = "a red circle";

    /** A field under the name by which it is known, with what was erased from it. */
    public static FieldModel of(String name, Field field) {
        String edits = field.edits().stream().map(FieldEdit::title).collect(Collectors.joining("; "));
        return new FieldModel("the model " + name + (edits.isEmpty() ? "" : " (" + edits + ")"), field);
    }

    @Override
    public String note() {
        return "The pictures are drawn by a neural network of " + Math.round(field.size() / 1e4) / 100.0
                + " million parameters, which makes mistakes.";
    }

    @Override
    public void check(String caption) {
        try {
            Scene.parse(caption);
        } catch (InvalidRequestException e) {
            if (!ShapesVocabulary.isMadeOfWords(caption)) {
                throw e;
            }
        }
        field.requireWhole(caption);
    }

    @Override
    public Drawing draw(String caption, int pixels, long seed) throws IOException {
        check(caption);
        Latent latent = latent(caption, seed);
        return new Drawing(field.draw(caption, latent, pixels), null, null);
    }

    /** What a seed adds to a caption: for the same caption and seed the same places and variations, whatever was erased. */
    public static Latent latent(String caption, long seed) {
        SplitMix64 random = SplitMix64.at(seed, caption.hashCode());
        return Latent.of(scene(caption), random);
    }

    private static Scene scene(String caption) {
        try {
            return Scene.parse(caption);
        } catch (InvalidRequestException e) {
            return Scene.parse(ONE_THING);
        }
    }
}
