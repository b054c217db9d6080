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
import java.util.List;
import java.util.stream.Collectors;
import org.clipmeter.prompts.PromptSet;
import org.clipmeter.prompts.Sampling;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Folders and prompt files as they occur in practice. */
class NameChoiceTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // the scripts of the erasure papers: <case_number>_<k>
                "855..866 | 862_0..9 | 862=862_0 862=862_1 862=862_2 862=862_3 862=862_4 862=862_5 862=862_6 862=862_7 862=862_8 862=862_9",
                "861 862 | 862_0 862_1 | 862=862_0 862=862_1",
                "861 862 | 861_0..1 862_0..1 | 861=861_0 861=861_1 862=862_0 862=862_1",
                "0..2 | 0_0 1_0 2_0 | 0=0_0 1=1_0 2=2_0",
                "2 0 1 | 0_0 1_0 2_0 | 2=2_0 0=0_0 1=1_0",
                "0 1 | 0_0..1 1_0..1 | 0=0_0 0=0_1 1=1_0 1=1_1",
                "rows:3 | 0_0..1 1_0..1 2_0..1 | 0=0_0 0=0_1 1=1_0 1=1_1 2=2_0 2=2_1",
                "5 6 | 5_10 5_9 6_9 | 5=5_9 5=5_10 6=6_9",
                "7 8 | 7 7_1 8 | 7=7 7=7_1 8=8",
                "7 8 | 7-0 8-0 | 7=7-0 8=8-0",
                // AdvUnlearn and COCO: numbers with leading zeros
                "000000203564 000000000139 | 203564_0 139_0 | 000000203564=203564_0 000000000139=139_0",
                "203564 139 | COCO_val2014_000000203564 COCO_val2014_000000000139 | 203564=COCO_val2014_000000203564 139=COCO_val2014_000000000139",
                "12 13 | 00012 00013 | 12=00012 13=00013",
                "1..3 | 001_a~red~cat 002_a~dog 003_x | 1=001_a red cat 2=002_a dog 3=003_x",
                // scripts of users: <id>, img_<id>
                "2 0 1 | 0..2 | 2=2 0=0 1=1",
                "1..5 | 1..5 | 1=1 2=2 3=3 4=4 5=5",
                "1..5 | img_1..5 | 1=img_1 2=img_2 3=img_3 4=img_4 5=img_5",
                "1..5 | img-1..5 | 1=img-1 2=img-2 3=img-3 4=img-4 5=img-5",
                "0..2 | img_0..2 | 0=img_0 1=img_1 2=img_2",
                "12.0 13.0 | 12 13 | 12.0=12 13.0=13",
                "1,204 7 | 1204 7 | 1,204=1204 7=7",
                "van~gogh monet | van_gogh Monet | van gogh=van_gogh monet=Monet",
                "a:b c/d | a_b c_d | a:b=a_b c/d=c_d",
                "cafe\u0301 the | caf\u00e9 the | cafe\u0301=caf\u00e9 the=the",
                // the reference's runs, and numbers from 0 without any id
                "coco_9 coco_8 coco_7 | uce_clip_score_1a2b3c4d_0..2 | coco_9=uce_clip_score_1a2b3c4d_0 coco_8=uce_clip_score_1a2b3c4d_1 coco_7=uce_clip_score_1a2b3c4d_2",
                "rows:3 | uce_clip_score_1_0..2 | 0=uce_clip_score_1_0 1=uce_clip_score_1_1 2=uce_clip_score_1_2",
                "coco_9 coco_8 coco_7 | 00000 00001 00002 | coco_9=00000 coco_8=00001 coco_7=00002",
                "rows:5 | 0 2 4 | 0=0 2=2 4=4",
                "1..3 | uce_run_0 uce_run_1 | 1=uce_run_0 2=uce_run_1"
            })
    void joins(String ids, String names, String expected) throws IOException {
        assertJoins(ids, names, expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // two readings by id, or by an id and by an index
                "cat cat_2 cat_3 | cat_2 cat_3 | PairingKey.ID or PairingKey.LEADING_ID",
                "0..299 | 42_0..299 | PairingKey.LEADING_ID or PairingKey.TRAILING_ID",
                "0..11 | 5_0..9 | PairingKey.LEADING_ID or PairingKey.TRAILING_ID",
                "rows:300 | 42_0..299 | PairingKey.LEADING_ID or PairingKey.INDEX",
                "2 0 1 | img_0..2 | PairingKey.TRAILING_ID or PairingKey.INDEX",
                "1..5 | img_1..3 | PairingKey.TRAILING_ID or PairingKey.INDEX",
                "855..866 | sd_862_0..9 | PairingKey.INDEX or PairingKey.TRAILING_ID",
                "x_1 x_2 | sd_x_2_0 sd_x_2_1 | PairingKey.INDEX or PairingKey.TRAILING_ID",
                "a_1 a_2 | a_1_a_2 | PairingKey.LEADING_ID or PairingKey.TRAILING_ID",
                // only some files fit
                "0..4 | 1..5 | 5.png; the ids count from 0, the files seem to count from 1: name the files from 0",
                "0..4 | 0..5 | 5.png; PairingKey.ID joins those that fit",
                "0..4 | 1..4 9 | 9.png; PairingKey.ID joins those that fit",
                "861 862 | 861_0 862_0 863_0 | 863_0.png; PairingKey.ID",
                "0 1 5 | 0..2 | PairingKey.ID",
                "0 1 5 | img_0..2 | PairingKey.ID",
                "1..5 | 0..4 | PairingKey.ID",
                "coco_1 coco_2 | coco_1 coco_2 grid | grid.png; PairingKey.ID",
                // an index after the last prompt, or one that may be something else
                "rows:5 | 1..5 | count from 0 to 4, the files seem to count from 1",
                "rows:5 | 100..102 | 100.png (index 100), 101.png (index 101), 102.png (index 102); the 5 prompts count from 0 to 4; either",
                "rows:5 | img_1..5 | idColumn NAME",
                "coco_9 coco_8 | run_0 run_1 run_2 | 1 image in folder would be behind the last prompt",
                "rows:300 | drawbench_7 partiprompt_9 | different beginnings: drawbench, partiprompt",
                "rows:300 | drawbench_7 drawbench_9 | look like ids of TIFA v1.0",
                "1..300 | drawbench_7 partiprompt_9 | different beginnings: drawbench_, partiprompt_",
                "0 1 | 0 1 grid-0 | different beginnings: (none), grid-",
                "rows:5 | a_0 b | neither a prompt id",
                // two files for one prompt, even if their numbers look different
                "12 13 | 12 012 | claim the prompt id 12",
                "rows:5 | 0 00 | claim index 0"
            })
    void refuses(String ids, String names, String expected) throws IOException {
        assertRefuses(ids, names, expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0..11 | 5_0..1 | leading-id | 5=5_0 5=5_1",
                "0..11 | 5_0..1 | trailing-id | 0=5_0 1=5_1",
                "0..11 | 5_0..1 | index | 0=5_0 1=5_1",
                "2 0 1 | img_0..2 | trailing-id | 2=img_2 0=img_0 1=img_1",
                "2 0 1 | img_0..2 | id | 2=img_2 0=img_0 1=img_1",
                "2 0 1 | img_0..2 | index | 2=img_0 0=img_1 1=img_2",
                "0 1 5 | 0..2 | id | 0=0 1=1",
                "cat cat_2 | cat_2 | id | cat_2=cat_2",
                "rows:300 | drawbench_7 drawbench_9 | index | 7=drawbench_7 9=drawbench_9"
            })
    void theOptionDecides(String ids, String names, String option, String expected) throws IOException {
        assertJoinsBy(option, ids, names, expected);
    }

    @Test
    void anIndexBehindTheLastPromptIsRefusedEvenIfAskedFor() throws IOException {
        PromptSet prompts = prompts("rows:5");
        assertTrue(refusal(images("1..5").by(PairingKey.INDEX), prompts)
                .contains("behind the last prompt: 5.png (index 5)"));
    }

    @Test
    void imagesOutsideALimitAreCountedAndNeverMoved() throws IOException {
        for (String ids : List.of("rows:10", "10..19", "9 8 7 6 5 4 3 2 1 0")) {
            PromptSet all = prompts(ids);
            String names = all.prompts().stream().map(prompt -> prompt.id()).collect(Collectors.joining(" "));
            Pairs pairs = Pairs.of(images(names), Sampling.head(all, 3));
            pairs.pairs()
                    .forEach(pair -> assertEquals(
                            pair.prompt().id() + ".png", pair.image().name()));
            assertEquals(3, pairs.pairs().size());
            assertEquals(7, pairs.outside().size());
            assertTrue(pairs.leftovers().get(0).startsWith("7 images of prompts outside the limit or sample: "));
        }
    }

    @Test
    void anIndexIntoASampleIsRefusedAndAnIdIsNot() throws IOException {
        PromptSet sample = Sampling.stratified(prompts("rows:100"), 10, 1);
        String message = refusal(images("run_0..9"), sample);
        assertTrue(message.contains("PairingKey.INDEX if they count the selected prompts from 0"), message);
        assertEquals(
                10,
                Pairs.of(images("run_0..9").by(PairingKey.INDEX), sample)
                        .pairs()
                        .size());
        Pairs byRow = Pairs.of(images("run_0..99").by(PairingKey.ID), sample);
        byRow.pairs()
                .forEach(pair -> assertEquals(
                        "run_" + pair.prompt().id() + ".png", pair.image().name()));
        assertEquals(90, byRow.outside().size());
    }

    @Test
    void rowsThatWereLeftOutMakeTheIndexesBehindThemUncertain() throws IOException {
        String text = "prompt,note\na,x\nb,x\n,x\nd,x\ne,x\n";
        assertTrue(refusal(images("run_0..4"), csv(text)).contains("behind the last prompt"));
        assertTrue(refusal(images("run_0..3"), csv(text)).contains("rows of prompts.csv were left out"));
        assertEquals("0=run_0 1=run_1", joined(Pairs.of(images("run_0..1"), csv(text))));
        assertEquals("0=0 1=1 3=3 4=4", joined(Pairs.of(images("0..4").by(PairingKey.ID), csv(text))));
    }

    @Test
    void numbersOfAColumnThatRepeatsAreNotTakenForRows() throws IOException {
        PromptSet prompts = csv("image_id,caption\n0,a\n0,b\n1,c\n1,d\n");
        assertTrue(refusal(images("0 1"), prompts).contains("column image_id of prompts.csv"));
        assertEquals(List.of("0", "1", "2", "3"), prompts.ids().all());
    }

    @Test
    void saysByWhatWasJoinedAndWhichColumnsWereNotUsed() throws IOException {
        Pairs ten = Pairs.of(images("862_0..9"), prompts("855..866"));
        assertEquals("joined by leading id, 10 images a prompt, 11 prompts without an image", ten.joined());
        assertEquals(List.of("prompt ids are the column case_number"), ten.notes());
        Pairs gaps = Pairs.of(images("run_0 run_3"), prompts("rows:5"));
        assertEquals("joined by index, counted from 0, 1 image a prompt, 3 prompts without an image", gaps.joined());
        PromptSet seeds = csv("number,prompt,seed\n3,a,17\n1,b,42\n2,c,5\n");
        assertEquals(
                List.of(
                        "the columns number, seed of unique whole numbers are not used as id; if one of them holds the ids, name it as the id column"),
                Pairs.of(images("run_0..2"), seeds).notes());
    }

    @Test
    void notesARunThatSeemsToCountFromOne() throws IOException {
        String note = Pairs.of(images("run_1..3"), prompts("rows:5")).notes().get(0);
        assertTrue(note.startsWith("the images are numbered 1 to 3 and none is 0: if they count from 1"), note);
    }
}
