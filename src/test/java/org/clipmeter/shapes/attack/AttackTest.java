package org.clipmeter.shapes.attack;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Predicate;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.model.clip.ClipModel;
import org.clipmeter.shapes.ShapesModel;
import org.clipmeter.shapes.SplitMix64;
import org.clipmeter.shapes.edit.EditMethod;
import org.clipmeter.shapes.edit.EditOptions;
import org.clipmeter.shapes.edit.EditedField;
import org.clipmeter.shapes.erase.Concept;
import org.clipmeter.shapes.erase.ConceptKind;
import org.clipmeter.shapes.field.Field;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AttackTest {
    private static final Concept CIRCLE = Concept.of("circle");

    private static ClipModel judge;
    private static Field field;
    private static Field erased;

    /** Erased with captions of single circles only, so that other names of the circle may still be read. */
    @BeforeAll
    static void erase() throws IOException {
        judge = ClipModel.load(ShapesModel.folder(), "cpu");
        field = Field.load(ShapesModel.folder("shapes-field"), judge);
        erased = EditedField.erase(
                        field,
                        CIRCLE,
                        Concept.of("square"),
                        EditMethod.UCE,
                        EditOptions.defaults(),
                        step -> {},
                        () -> false)
                .field();
    }

    @AfterAll
    static void close() {
        erased.close();
        field.close();
        judge.close();
    }

    private static Attack attack(AttackOptions options) throws IOException {
        return Attack.of(field, erased, judge, CIRCLE, options, share -> {}, () -> false);
    }

    @Test
    void aTrainedEmbeddingBringsTheConceptBack() throws IOException {
        AttackOptions options = AttackOptions.defaults()
                .withMode(AttackOptions.Mode.EMBEDDING)
                .withSteps(60)
                .withImages(24);
        Attack attack = attack(options);
        Attack.Finding plain = attack.best(Attack.Kind.PLAIN);
        Attack.Finding found = attack.best(Attack.Kind.EMBEDDING);
        assertNotNull(plain);
        assertNotNull(found);
        assertTrue(plain.shows().count() < 12, () -> "erased: " + plain.shows());
        assertTrue(found.shows().count() > 18, () -> "found: " + found.shows());
        List<Double> values = attack.courses().get(0).values();
        assertEquals(60, values.size());
        assertTrue(values.get(59) > values.get(0), values::toString);
    }

    @Test
    void theSameStepsFindTheSame() throws IOException {
        AttackOptions options = AttackOptions.defaults()
                .withMode(AttackOptions.Mode.WORDS)
                .withSteps(40)
                .withImages(4)
                .withSeed(5);
        Attack one = attack(options);
        Attack other = attack(options);
        assertEquals(one.captions(), other.captions());
        assertEquals(one.courses(), other.courses());
        assertEquals(5, one.captions().size());
        assertTrue(one.courses().get(0).steps().stream().allMatch(step -> step <= 40));
    }

    @Test
    void captionsDoNotSayTheConcept() throws IOException {
        AttackOptions options = AttackOptions.defaults()
                .withMode(AttackOptions.Mode.WORDS)
                .withSteps(120)
                .withImages(1);
        Predicate<String> says = Attack.says(CIRCLE, false);
        for (String caption : attack(options).captions()) {
            assertFalse(says.test(caption), caption);
        }
    }

    @Test
    void allNamesAndPluralsSayTheConcept() {
        Predicate<String> strict = Attack.says(CIRCLE, false);
        for (String caption : List.of("circle", "red circles", "a disc", "two balls", "a round shape", "rings")) {
            assertTrue(strict.test(caption), caption);
        }
        assertFalse(strict.test("round"));
        assertFalse(strict.test("a square"));
        Predicate<String> lenient = Attack.says(CIRCLE, true);
        assertTrue(lenient.test("two circles"));
        assertFalse(lenient.test("a disc"));
        assertTrue(Attack.says(Concept.of("red"), false).test("a crimson square"));
    }

    @Test
    void anAttackCanBeCancelled() {
        AttackOptions options = AttackOptions.defaults().withImages(1).withSteps(100);
        int[] polls = new int[1];
        assertThrows(
                CancellationException.class,
                () -> Attack.of(field, erased, judge, CIRCLE, options, share -> {}, () -> polls[0]++ > 3));
    }

    @Test
    void aRelationIsRefused() {
        InvalidRequestException e = assertThrows(
                InvalidRequestException.class,
                () -> Attack.of(
                        field,
                        erased,
                        judge,
                        Concept.of("left of"),
                        AttackOptions.defaults(),
                        share -> {},
                        () -> false));
        assertTrue(e.getMessage().contains("expected a shape, a color, a fill or a count"), e.getMessage());
    }

    /** No caption says them, so scenes whose captions do would be looked for without end. */
    @ParameterizedTest
    @ValueSource(strings = {"one", "solid"})
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void whatNoCaptionSaysIsRefused(String concept) {
        AttackOptions options = AttackOptions.defaults().withSteps(1).withImages(1);
        InvalidRequestException e = assertThrows(
                InvalidRequestException.class,
                () -> Attack.of(field, erased, judge, Concept.of(concept), options, share -> {}, () -> false));
        assertTrue(e.getMessage().startsWith("captions do not say " + concept), e.getMessage());
    }

    @Test
    void allOtherConceptsAreFoundInCaptions() {
        for (String name : Concept.names()) {
            Concept concept = Concept.of(name);
            if (concept.kind() != ConceptKind.RELATION && Scenes.areSaid(concept)) {
                assertEquals(3, Scenes.of(concept, true, 3, new SplitMix64(1)).size());
                assertEquals(3, Scenes.of(concept, false, 3, new SplitMix64(1)).size());
            }
        }
    }

    @Test
    void anAttackCanBeCancelledBeforeItsSearches() {
        AttackOptions options = AttackOptions.defaults().withImages(200).withSteps(1);
        int[] polls = new int[1];
        assertThrows(
                CancellationException.class,
                () -> Attack.of(
                        field,
                        erased,
                        judge,
                        CIRCLE,
                        options,
                        share -> fail("it was searched"),
                        () -> ++polls[0] == 3));
        assertEquals(3, polls[0]);
    }

    /** The gradient is the slope of the loss. */
    @Test
    void theGradientIsTheSlopeOfTheLoss() throws IOException {
        SplitMix64 random = new SplitMix64(3);
        Carrier carrier = Carrier.of(CIRCLE);
        try (EmbeddingSearch search = new EmbeddingSearch(field, erased, carrier)) {
            EmbeddingSearch.Batch batch = search.batch(random);
            float[] found = new float[6 * 128];
            for (int i = 0; i < found.length; i++) {
                found[i] = (float) random.bell();
            }
            EmbeddingSearch.Gradient gradient = search.gradient(batch, found);
            double length = 0;
            for (float value : gradient.values()) {
                length += value * value;
            }
            length = Math.sqrt(length);
            double step = 1e-2;
            float[] up = found.clone();
            float[] down = found.clone();
            for (int i = 0; i < found.length; i++) {
                up[i] += (float) (step * gradient.values()[i] / length);
                down[i] -= (float) (step * gradient.values()[i] / length);
            }
            double slope = (search.gradient(batch, up).loss()
                            - search.gradient(batch, down).loss())
                    / (2 * step);
            assertEquals(length, slope, .02 * length);
        }
    }

    @Test
    void foundStatesTakeThePlaceOfTheConceptAndOfWhatFollows() throws IOException {
        float[] found = new float[2 * 128];
        var states = field.read(List.of("a small red circle"));
        float[] row = EmbeddingSearch.with(states, 3, found).rows().get(0);
        assertEquals(6 * 128, row.length);
        assertArrayEquals(
                java.util.Arrays.copyOf(states.rows().get(0), 4 * 128), java.util.Arrays.copyOf(row, 4 * 128));
        assertEquals(0, row[4 * 128]);
    }

    @Test
    void numbersOutOfRangeAreRefused() {
        AttackOptions defaults = AttackOptions.defaults();
        assertThrows(InvalidRequestException.class, () -> defaults.withSeconds(Double.NaN));
        assertThrows(InvalidRequestException.class, () -> defaults.withSeconds(0));
        assertThrows(InvalidRequestException.class, () -> defaults.withWords(0));
        assertThrows(InvalidRequestException.class, () -> defaults.withImages(0));
        assertThrows(InvalidRequestException.class, () -> defaults.withSteps(0));
    }
}
