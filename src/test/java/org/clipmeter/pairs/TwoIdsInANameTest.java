package org.clipmeter.pairs;

import static org.clipmeter.pairs.FileNames.assertJoins;
import static org.clipmeter.pairs.FileNames.assertJoinsBy;
import static org.clipmeter.pairs.FileNames.assertRefuses;
import static org.clipmeter.pairs.FileNames.csv;
import static org.clipmeter.pairs.FileNames.images;
import static org.clipmeter.pairs.FileNames.joined;
import static org.clipmeter.pairs.FileNames.prompts;
import static org.clipmeter.pairs.FileNames.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names that hold two numbers or words, each of which may be the prompt's id. */
class TwoIdsInANameTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // some names have no second id, so that only the first one fits all
                "0 42 | 42_0 42_1 | 42=42_0 42=42_1",
                "11..13 | 11_12 12_13 13_14 | 11=11_12 12=12_13 13=13_14",
                // the second number plainly counts the samples of each prompt, from 0 or from 1
                "0 1 | 0_0 0_1 1_0 1_1 | 0=0_0 0=0_1 1=1_0 1=1_1",
                "1 2 | 1_1 1_2 2_1 2_2 | 1=1_1 1=1_2 2=2_1 2=2_2",
                "rows:2 | 0_0 0_1 1_0 1_1 | 0=0_0 0=0_1 1=1_0 1=1_1",
                "0 5 6 | 5_0 6_0 | 5=5_0 6=6_0",
                "0 1 5 6 7 | 5_0 5_1 6_0 7_0 | 5=5_0 5=5_1 6=6_0 7=7_0",
                "0 1 41 42 43 | 41_000 41_001 42_000 42_001 43_000 | 41=41_000 41=41_001 42=42_000 42=42_001 43=43_000",
                "1 7 8 | 7 7_1 8 8_1 | 7=7 7=7_1 8=8 8=8_1",
                "1 coco_7 coco_8 | coco_7_1 coco_8_1 | coco_7=coco_7_1 coco_8=coco_8_1",
                "0 5 6 | 5_0_3 6_0_3 | 5=5_0_3 6=6_0_3",
                // both ids are the same
                "5 6 | 5_5 6_6 | 5=5_5 6=6_6",
                // a number with a sign is another number
                "-1 -2 1 2 | img_-1 img_-2 | -1=img_-1 -2=img_-2",
                "-1 -2 | -1 -2 | -1=-1 -2=-2"
            })
    void joins(String ids, String names, String expected) throws IOException {
        assertJoins(ids, names, expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "11 12 13 | 11_12 12_13 | 11_12.png (id 11 or id 12), 12_13.png (id 12 or id 13); decide with"
                        + " PairingKey.LEADING_ID or PairingKey.TRAILING_ID",
                // as many prompts as samples, and not of all prompts: the first numbers may be seeds
                "rows:3 | 1-0 1-1 2-0 2-1 | LEADING_ID or PairingKey.TRAILING_ID",
                "0..50 | 42_0 42_1 42_2 43_0 43_1 43_2 44_0 44_1 44_2 | LEADING_ID or PairingKey.TRAILING_ID",
                "0 1 2 | 1_0 2_1 0_2 | LEADING_ID or PairingKey.TRAILING_ID",
                "rows:14 | 11_12 12_13 | LEADING_ID or PairingKey.INDEX",
                "rows:14 | 11-12 12-13 | LEADING_ID or PairingKey.TRAILING_ID",
                "0 42 | 42_0 | LEADING_ID or PairingKey.TRAILING_ID",
                "0 1 42 | 42_0 42_1 | LEADING_ID or PairingKey.TRAILING_ID",
                "0..3 | 0_0 0_1 1_1 | LEADING_ID or PairingKey.TRAILING_ID",
                "0..3 | 1_0 2_1 | LEADING_ID or PairingKey.TRAILING_ID",
                "0 2 5 6 | 5_0 5_2 6_0 | LEADING_ID or PairingKey.TRAILING_ID",
                "0 1 5 6 | 5_0 6_1 | LEADING_ID or PairingKey.TRAILING_ID",
                "1 7 | 7 7_1 | LEADING_ID or PairingKey.TRAILING_ID",
                "0 1 7 8 | 7 7_0 8 8_1 | LEADING_ID or PairingKey.TRAILING_ID",
                "7 8 cat dog | 7_cat 8_dog | LEADING_ID or PairingKey.TRAILING_ID",
                "coco_7 coco_8 9 | coco_7_9 coco_8_9 | LEADING_ID or PairingKey.TRAILING_ID",
                "٧ ٨ ٩ | ٧_٨ ٨_٩ | file names hold two prompt ids",
                "00011 00012 013 | 11_12 12_13 | LEADING_ID or PairingKey.TRAILING_ID",
                // another id after the first one or before the last one
                "11 12 13 | 11_12_0 12_13_0 | 11_12_0.png hold the ids 11 and 12",
                "rows:20 | 11_12_0 12_13_0 | 11_12_0.png hold the ids 11 and 12",
                "11 12 13 | sd_11-12 sd_11-13 | may be sample 12 of the prompt 11",
                "7 8 cat dog | sd_7_cat sd_8_dog | may be sample cat of the prompt 7",
                // a whole name that is an id, beside names that begin with one
                "1 1.5 2 | 1_5 2_5 | 1_5.png (id 1.5 or id 1); decide with PairingKey.ID or PairingKey.LEADING_ID",
                "cat cat_2 dog | cat_2 dog_1 | cat_2.png (id cat_2 or id cat); decide with PairingKey.ID or PairingKey.LEADING_ID",
                "a_2 2 3 | a_2 x_3 | a_2.png (id a_2 or id 2); decide with PairingKey.ID or PairingKey.TRAILING_ID",
                // a sign is not a separator
                "1 2 | -1 -2 | none of the 2 images",
                "1 2 | img_-1 img_-2 | none of the 2 images"
            })
    void refuses(String ids, String names, String expected) throws IOException {
        assertRefuses(ids, names, expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "11 12 13 | 11_12 12_13 | leading-id | 11=11_12 12=12_13",
                "11 12 13 | 11_12 12_13 | trailing-id | 12=11_12 13=12_13",
                "11 12 13 | 11_12_0 12_13_0 | leading-id | 11=11_12_0 12=12_13_0",
                "cat cat_2 dog | cat_2 dog_1 | id | cat_2=cat_2 dog=dog_1",
                "cat cat_2 dog | cat_2 dog_1 | leading-id | cat=cat_2 dog=dog_1",
                "a_2 2 3 | a_2 x_3 | trailing-id | 2=a_2 3=x_3",
                "7 8 | 7 7_1 8 | leading-id | 7=7 7=7_1 8=8"
            })
    void eachOptionThatARefusalNamesDecides(String ids, String names, String option, String expected)
            throws IOException {
        assertJoinsBy(option, ids, names, expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "11 12 13 | 11_12 12_13 x | LEADING_ID or PairingKey.TRAILING_ID",
                "0..299 42 | 42_0..300 999_0 | LEADING_ID or PairingKey.TRAILING_ID",
                "0..866 | 862_0 863_1 999_2 | LEADING_ID or PairingKey.TRAILING_ID",
                "11 12 13 | sd_11_12 sd_11_13 x | may be sample 12 of the prompt 11",
                "11 12 13 | 11_12_0 12_13_0 x | hold the ids 11 and 12"
            })
    void idsAsAWholeAreRefusedTooIfTheyContradict(String ids, String names, String expected) throws IOException {
        String message = refusal(images(names).by(PairingKey.ID), prompts(ids));
        assertTrue(message.contains(expected), message);
    }

    @Test
    void idsAsAWholeJoinWhatFitsAndCountTheRest() throws IOException {
        Pairs grid = Pairs.of(images("0_0 0_1 1_0 1_1 9_0 grid").by(PairingKey.ID), prompts("0 1"));
        assertEquals("0=0_0 0=0_1 1=1_0 1=1_1", joined(grid));
        assertEquals(
                "2 images without a prompt: 9_0.png, grid.png", grid.leftovers().get(0));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "855..856 | 855_0 855_1 | joined by leading id, 2 images a prompt, 1 prompt without an image",
                "855..856 | img_855 img_856 | joined by trailing id, 1 image a prompt",
                "855..856 | 855 00856 | joined by id, 1 image a prompt",
                "855..856 | 855 856_1 | joined by leading id, 1 image a prompt",
                "rows:2 | 0_0 1_0 | joined by leading id, which is the prompt's row counted from 0, 1 image a prompt"
            })
    void saysWhichIdDecided(String ids, String names, String expected) throws IOException {
        assertEquals(expected, Pairs.of(images(names), prompts(ids)).joined());
    }

    @Test
    void anOptionThatAllNamesFollowIsSaidToo() throws IOException {
        assertEquals(
                "joined by trailing id, 1 image a prompt, 1 prompt without an image",
                Pairs.of(images("11_12 12_13").by(PairingKey.TRAILING_ID), prompts("11..13"))
                        .joined());
        assertEquals(
                "joined by id, 1 image a prompt",
                Pairs.of(images("a b").by(PairingKey.ID), csv("id,prompt\na,x\nb,y\n"))
                        .joined());
    }
}
