package org.clipmeter.shapes.edit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.model.clip.ClipModel;
import org.clipmeter.shapes.Scene;
import org.clipmeter.shapes.ShapesModel;
import org.clipmeter.shapes.erase.Concept;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EditCaptionsTest {
    private static final EditCaptions.Counts SOME = new EditCaptions.Counts(60, 60);

    private static EditCaptions captions(String concept, String anchor, boolean plurals) {
        return EditCaptions.of(Concept.of(concept), Concept.of(anchor), plurals, SOME, 5);
    }

    @ParameterizedTest
    @CsvSource({"circle,square", "disc,box", "red,orange", "violet,blue", "striped,solid", "solid,hollow", "two,four"})
    void exchangeTheConceptForTheAnchorTokenByToken(String concept, String anchor) throws IOException {
        EditCaptions captions = captions(concept, anchor, true);
        assertEquals(60, captions.erased().size());
        assertEquals(60, captions.kept().size());
        try (ClipModel reader = ClipModel.load(ShapesModel.folder(), "cpu")) {
            for (int i = 0; i < 60; i++) {
                String said = captions.erased().get(i);
                String instead = captions.anchors().get(i);
                assertTrue(Concept.of(concept).isSaidIn(said), said);
                assertFalse(Concept.of(concept).isSaidIn(instead), instead);
                assertTrue(Concept.of(anchor).isSaidIn(instead), instead);
                assertFalse(
                        Concept.of(concept).isSaidIn(captions.kept().get(i)),
                        captions.kept().get(i));
                Scene.parse(said);
                Scene.parse(instead);
                assertEquals(
                        reader.tokenizer().encode(said).inputIds().length,
                        reader.tokenizer().encode(instead).inputIds().length,
                        said + " / " + instead);
            }
        }
    }

    @Test
    void havePluralsOnlyIfAskedFor() {
        assertTrue(captions("circle", "square", true).erased().stream().anyMatch(text -> text.contains("circles")));
        assertFalse(captions("circle", "square", false).erased().stream().anyMatch(text -> text.contains("circles")));
        assertTrue(
                captions("circle", "square", true).erased().stream().noneMatch(text -> text.contains("disc")),
                "synonyms are not in an edit, so that they may leak");
    }

    @Test
    void areTheSameForASeed() {
        assertEquals(captions("circle", "square", true), captions("circle", "square", true));
    }

    @Test
    void refuseWhatCanNotBeExchanged() {
        assertTrue(refusal("circle", "red")
                .startsWith("red can't be the anchor of circle: expected another shape, such as "));
        assertTrue(
                refusal("circle", "circle").startsWith("circle can't be the anchor of circle: expected another shape"));
        assertTrue(refusal("circle", "disc").startsWith("disc can't be the anchor of circle: expected another shape"));
        assertTrue(refusal("left of", "above").startsWith("the relation left of can't be erased from the field"));
        assertTrue(refusal("one", "two").startsWith("the count one can't be erased"));
        assertTrue(refusal("two", "one").startsWith("the count one can't be an anchor"));
        assertEquals(
                "round shape can't be erased: an edit exchanges single words; expected another name, such as circle",
                refusal("round shape", "square"));
        assertTrue(refusal("circel", "square").contains("did you mean circle?"));
    }

    private static String refusal(String concept, String anchor) {
        return String.valueOf(assertThrows(InvalidRequestException.class, () -> captions(concept, anchor, true))
                .getMessage());
    }

    @Test
    void anAnchorThatNobodyChoseFitsEveryConcept() {
        assertEquals("square", EditedField.anchorOf(Concept.of("circle")).word());
        assertEquals("square", EditedField.anchorOf(Concept.of("hexagon")).word(), "a circle looks like it");
        assertEquals("three", EditedField.anchorOf(Concept.of("two")).word());
        for (String concept : List.of("circle", "box", "red", "grey", "striped", "two", "three", "four")) {
            Concept erased = Concept.of(concept);
            Concept anchor = EditedField.anchorOf(erased);
            EditCaptions.of(erased, anchor, true, new EditCaptions.Counts(3, 3), 1);
        }
    }
}
