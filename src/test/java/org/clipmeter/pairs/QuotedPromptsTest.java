package org.clipmeter.pairs;

import static org.clipmeter.pairs.FileNames.csv;
import static org.clipmeter.pairs.FileNames.images;
import static org.clipmeter.pairs.FileNames.joined;
import static org.clipmeter.pairs.FileNames.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.clipmeter.prompts.Sampling;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names that quote the text of a prompt beside its number. */
class QuotedPromptsTest {
    private static final String FILE =
            "prompt\nA red circle.\nA blue square\nA blue square on a table in the evening\nTwo cats\n";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00000_A_blue_square 00001_A_red_circle",
                "a_blue_square_0 a_blue_square_1",
                "1-a-red-circle 2-a-blue-square",
                "sd_a-red-circle_1 sd_a-red-circle_2",
                "1_a_blue_square_on_a_table_in_the_eve 2_x"
            })
    void refuse(String names) throws IOException {
        String message = refusal(images(names), csv(FILE));
        assertTrue(message.contains("quote the text of the prompt"), message);
        assertTrue(message.contains("PairingKey."), message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00000_A_red_circle 00001_A_blue_square",
                "0_a_red 1_a_blue_squ 2_a_blue_square_on_a_table",
                "0_two 1_cats 3_x"
            })
    void join(String names) throws IOException {
        assertTrue(joined(Pairs.of(images(names), csv(FILE))).startsWith("0="));
    }

    @Test
    void aChosenReadingIsNotQuestioned() throws IOException {
        assertEquals(
                "0=0_a_blue_square", joined(Pairs.of(images("0_a_blue_square").by(PairingKey.LEADING_ID), csv(FILE))));
    }

    @Test
    void imagesOutsideTheLimitAreNotQuestioned() throws IOException {
        assertEquals(
                "0=0_a_red_circle",
                joined(Pairs.of(images("0_a_red_circle 1_a_blue_square 3_a_red_circle"), Sampling.head(csv(FILE), 1))));
    }
}
