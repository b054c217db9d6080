package org.clipmeter.notebook.command.shapes;

import java.io.IOException;
import java.util.Iterator;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.notebook.session.Session;
import org.clipmeter.shapes.drawing.DrawOptions;
import org.clipmeter.shapes.drawing.TextToImage;
import org.clipmeter.shapes.erase.Concept;
import org.clipmeter.shapes.erase.Erasure;
import org.clipmeter.shapes.erase.Technique;
import org.clipmeter.shapes.field.FieldModel;
import org.clipmeter.shapes.field.NamedFields;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say how pictures are drawn. */
final class DrawingWords {
    private static final int FIELD_SIZE = 64;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "the seed of each prompt's first picture; the next ones have the seeds after it (default: 0)")
    private long seed;

    @Option(
            names = "--size",
            paramLabel = "PIXELS",
            description = "width and height, 64 to 512 pixels (default: 256; with --model 64, as it was trained)")
    private @Nullable Integer size;

    @Option(
            names = "--model",
            paramLabel = "MODEL",
            description =
                    "what draws: rules (default); field, a small neural text-to-image model; or the name of a model that "
                            + "%%shapes erase made of it")
    private String model = NamedFields.RULES;

    @Option(
            names = {"--images", "--images-per-prompt"},
            paramLabel = "N",
            description = "how many pictures to draw of each prompt (default: 1)")
    private int images = 1;

    @Option(
            names = "--erase",
            paramLabel = "CONCEPT",
            completionCandidates = Concepts.class,
            description =
                    "draws as a model does from which this was erased: a shape, a color, a fill, a count or a relation, "
                            + "such as circle, red, striped, two or left-of")
    private @Nullable String concept;

    @Option(
            names = "--technique",
            paramLabel = "TECHNIQUE",
            completionCandidates = Techniques.class,
            description = "how it was erased; %%shapes techniques explains each (default: exact): "
                    + "${COMPLETION-CANDIDATES}")
    private @Nullable String technique;

    @Option(
            names = "--strength",
            paramLabel = "S",
            description = "how strongly, from 0, which changes nothing, to 1 (default)")
    private @Nullable Double strength;

    @Option(
            names = "--anchor",
            paramLabel = "CONCEPT",
            completionCandidates = Concepts.class,
            description = "what the technique anchor draws in place of the concept (default: what looks most like it)")
    private @Nullable String anchor;

    /** The options as the library takes them; the model is looked up within a job, and loaded when it is first asked for. */
    DrawOptions options(Session session) throws IOException {
        if (model.equals(NamedFields.RULES)) {
            return rules(
                    size == null
                            ? DrawOptions.defaults()
                            : DrawOptions.defaults().withPixels(size));
        }
        if (concept != null) {
            throw new InvalidRequestException("--erase is for the rules; %shapes erase " + concept.replace(' ', '-')
                    + " --name NAME erases from the model field, and --model NAME draws without it");
        }
        TextToImage field = FieldModel.of(model, session.fields().get(model));
        return rules(DrawOptions.defaults().withPixels(size == null ? FIELD_SIZE : size))
                .withModel(field);
    }

    private DrawOptions rules(DrawOptions defaults) {
        DrawOptions options = defaults.withSeed(seed).withImagesPerPrompt(images);
        if (concept == null) {
            String needsIt = technique != null
                    ? "--technique"
                    : strength != null ? "--strength" : anchor != null ? "--anchor" : null;
            if (needsIt != null) {
                throw new InvalidRequestException(
                        needsIt + " says how a concept is erased; name the concept too, such as --erase circle");
            }
            return options;
        }
        Erasure erasure = Erasure.of(concept, technique == null ? Technique.EXACT : Technique.of(technique));
        erasure = strength == null ? erasure : erasure.withStrength(strength);
        return options.withArtist(anchor == null ? erasure : erasure.withAnchor(anchor));
    }

    /** The names of all concepts, for completion; a hyphen stands for a space. */
    static final class Concepts implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Concept.names().stream().map(name -> name.replace(' ', '-')).iterator();
        }
    }

    /** The names of all techniques, for completion. */
    static final class Techniques implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Technique.ids().iterator();
        }
    }
}
