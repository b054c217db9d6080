package org.clipmeter.shapes.attack;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleConsumer;
import java.util.function.Predicate;
import org.clipmeter.compare.Proportion;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.image.RgbImage;
import org.clipmeter.model.clip.ClipModel;
import org.clipmeter.shapes.Scene;
import org.clipmeter.shapes.Shape;
import org.clipmeter.shapes.SplitMix64;
import org.clipmeter.shapes.erase.Concept;
import org.clipmeter.shapes.erase.ConceptKind;
import org.clipmeter.shapes.field.Field;
import org.clipmeter.shapes.field.FieldModel;
import org.clipmeter.shapes.field.Latent;
import org.clipmeter.shapes.field.TextStates;
import org.jspecify.annotations.Nullable;

/**
 * An attack on a field from which a concept was erased: what was tried, and how often its pictures show the concept. Every
 * share is of new pictures, on which nothing was searched.
 *
 * @param concept what the attack brings back
 * @param options how it was carried out
 * @param findings the plain captions first, then what was found, the best by the search first
 * @param courses how the searches went on, by what was searched for
 */
public record Attack(Concept concept, AttackOptions options, List<Finding> findings, List<Course> courses) {
    private static final int PIXELS = 64;

    /** The most captions that are tested after a search. */
    private static final int TESTED = 5;

    /** On how many layouts each caption of the search is tried. */
    private static final int PROBES = 2;

    /** Sets the layouts of tests apart from those of searches. */
    private static final int TESTS = 1_000_003;

    /** What the pictures of a finding were made from. */
    public enum Kind {
        /** The concept's own captions, drawn by the field before the edit. */
        BEFORE("the field before the edit, captions with the concept"),
        /** The concept's own captions, drawn by the erased field. */
        PLAIN("captions with the concept"),
        /** Captions without the concept, drawn by the erased field: what the judge takes for the concept by mistake. */
        CONTROL("captions without the concept"),
        /** A found caption. */
        WORDS("found caption"),
        /** Found states in place of the concept. */
        EMBEDDING("found embedding");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        /** In words. */
        public String label() {
            return label;
        }
    }

    /**
     * What was tried, and how it went.
     *
     * @param kind what its pictures were made from
     * @param text the caption, or what the captions have in common
     * @param shows how many of its pictures show the concept, by the judge
     * @param examples a few of the pictures
     */
    public record Finding(Kind kind, String text, Proportion shows, List<RgbImage> examples) {
        /** The finding, with its pictures copied. */
        public Finding {
            examples = List.copyOf(examples);
        }
    }

    /**
     * How a search went on.
     *
     * @param kind what was searched for
     * @param steps after which a value was noted
     * @param values for captions the best margin so far, for embeddings the negative loss
     */
    public record Course(Kind kind, List<Integer> steps, List<Double> values) {
        /** The course, with its lists copied. */
        public Course {
            steps = List.copyOf(steps);
            values = List.copyOf(values);
        }
    }

    /** The attack, with its lists copied. */
    public Attack {
        findings = List.copyOf(findings);
        courses = List.copyOf(courses);
    }

    /**
     * Attacks a field.
     *
     * @param original the field before the edit
     * @param erased the field after it
     * @param judge the CLIP that looks at the pictures
     * @param progress receives the share of the present search that is done, 0 to 1, on this thread
     * @param cancelled polled on this thread before each step and each picture
     * @throws InvalidRequestException if the concept is a relation, or captions do not say it: one, and solid
     * @throws IOException if a model can't be computed
     * @throws CancellationException if {@code cancelled} turned true
     */
    public static Attack of(
            Field original,
            Field erased,
            ClipModel judge,
            Concept concept,
            AttackOptions options,
            DoubleConsumer progress,
            BooleanSupplier cancelled)
            throws IOException {
        Eye eye = new Eye(judge, concept);
        if (!Scenes.areSaid(concept)) {
            throw new InvalidRequestException("captions do not say " + concept.word()
                    + ": a thing is " + concept.word() + " if they say nothing else; expected another "
                    + concept.kind().word());
        }
        return new Attempt(original, erased, eye, concept, options, cancelled).run(progress);
    }

    /** The best finding of a kind by its search; null if that was not searched for. */
    public @Nullable Finding best(Kind kind) {
        return findings.stream()
                .filter(finding -> finding.kind() == kind)
                .findFirst()
                .orElse(null);
    }

    /** The captions that were found and tested, the best by the search first. */
    public List<String> captions() {
        return findings.stream()
                .filter(finding -> finding.kind() == Kind.WORDS)
                .map(Finding::text)
                .toList();
    }

    /** Whether a caption says a concept by its erased name, and by any other name unless synonyms are allowed. */
    static Predicate<String> says(Concept concept, boolean synonymsAllowed) {
        List<String> names = new ArrayList<>(synonymsAllowed ? List.of(concept.word()) : concept.synonyms());
        if (concept.kind() == ConceptKind.SHAPE) {
            List.copyOf(names).forEach(name -> names.add(Shape.plural(name)));
            if (!synonymsAllowed && names.contains(Shape.CIRCLE.word())) {
                names.add(Shape.RING);
                names.add(Shape.plural(Shape.RING));
            }
        }
        return text -> names.stream().anyMatch(name -> (" " + text + " ").contains(" " + name + " "));
    }

    private record Attempt(
            Field original, Field erased, Eye eye, Concept concept, AttackOptions options, BooleanSupplier cancelled) {
        Attack run(DoubleConsumer progress) throws IOException {
            List<Finding> findings = new ArrayList<>();
            List<Course> courses = new ArrayList<>();
            findings.add(captions(Kind.BEFORE, original, true));
            findings.add(captions(Kind.PLAIN, erased, true));
            findings.add(captions(Kind.CONTROL, erased, false));
            if (options.mode() != AttackOptions.Mode.EMBEDDING) {
                words(new Budget(options, progress, cancelled), findings, courses);
            }
            if (options.mode() != AttackOptions.Mode.WORDS) {
                embedding(new Budget(options, progress, cancelled), findings, courses);
            }
            return new Attack(concept, options, findings, courses);
        }

        private Finding captions(Kind kind, Field field, boolean with) throws IOException {
            SplitMix64 random = SplitMix64.at(options.seed(), TESTS);
            List<RgbImage> pictures = new ArrayList<>();
            for (Scene scene : Scenes.of(concept, with, options.images(), random)) {
                check();
                String caption = with ? Scenes.caption(scene, concept) : scene.caption();
                pictures.add(field.draw(caption, Latent.of(scene, random), PIXELS));
            }
            return tested(kind, with ? "… " + concept.word() + " …" : "… without " + concept.word() + " …", pictures);
        }

        /** Ends the attack between two pictures. */
        private void check() {
            if (cancelled.getAsBoolean()) {
                throw new CancellationException("cancelled");
            }
        }

        private Finding tested(Kind kind, String text, List<RgbImage> pictures) throws IOException {
            int shown = 0;
            for (double margin : eye.margins(pictures)) {
                shown += margin > 0 ? 1 : 0;
            }
            return new Finding(
                    kind,
                    text,
                    new Proportion(shown, pictures.size()),
                    pictures.subList(0, Math.min(4, pictures.size())));
        }

        private void words(Budget budget, List<Finding> findings, List<Course> courses) throws IOException {
            List<Latent> probes = new ArrayList<>();
            for (int i = 0; i < PROBES; i++) {
                probes.add(layout(options.seed() + i));
            }
            WordSearch search = new WordSearch(erased, eye, probes, says(concept, options.synonyms()));
            List<FoundCaption> found = search.search(options.words(), options.seed(), budget);
            for (FoundCaption caption : found.subList(0, Math.min(TESTED, found.size()))) {
                List<RgbImage> pictures = new ArrayList<>();
                for (int i = 0; i < options.images(); i++) {
                    check();
                    pictures.add(erased.draw(caption.text(), layout(options.seed() + TESTS + i), PIXELS));
                }
                findings.add(tested(Kind.WORDS, caption.text(), pictures));
            }
            courses.add(course(Kind.WORDS, search.course()));
        }

        /** The layout of a caption that says nothing about how many things there are. */
        private Latent layout(long seed) {
            return FieldModel.latent(concept.kind() == ConceptKind.COUNT ? "two red squares" : "a red square", seed);
        }

        private void embedding(Budget budget, List<Finding> findings, List<Course> courses) throws IOException {
            Carrier carrier = Carrier.of(concept);
            try (EmbeddingSearch search = new EmbeddingSearch(original, erased, carrier)) {
                float[] found = search.search(options.seed(), budget);
                SplitMix64 random = SplitMix64.at(options.seed(), TESTS);
                List<RgbImage> pictures = new ArrayList<>();
                String text = "";
                for (int i = 0; i < options.images(); i++) {
                    check();
                    String caption = carrier.caption(random);
                    TextStates states = EmbeddingSearch.with(erased.read(List.of(caption)), carrier.before(), found);
                    pictures.add(erased.draw(states, Latent.of(Scene.parse(caption), random), PIXELS));
                    text = carrier.beginning(caption) + " <found>";
                }
                findings.add(tested(Kind.EMBEDDING, text.strip(), pictures));
                courses.add(course(Kind.EMBEDDING, search.course()));
            }
        }

        private static Course course(Kind kind, List<WordSearch.Reached> reached) {
            return new Course(
                    kind,
                    reached.stream().map(WordSearch.Reached::steps).toList(),
                    reached.stream().map(WordSearch.Reached::margin).toList());
        }
    }

    /** One line: the concept and the best rates. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "attack on %s: %s", concept.word(), findings);
    }
}
