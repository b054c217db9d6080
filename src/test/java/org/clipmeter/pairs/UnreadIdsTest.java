package org.clipmeter.pairs;

import static org.clipmeter.pairs.FileNames.images;
import static org.clipmeter.pairs.FileNames.joined;
import static org.clipmeter.pairs.FileNames.prompts;
import static org.clipmeter.pairs.FileNames.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.clipmeter.prompts.PromptSet;
import org.clipmeter.prompts.TifaReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ids in the names of folders and within words, which no rule for file names reads. */
class UnreadIdsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "855..866 | 862/0 862/1 862/2 | its folder is named for the prompt 862",
                "rows:10 | 00005/samples/00000 00005/samples/00001 | its folder is named for the prompt 5",
                "863 862 | 862/0 863/1 | its folder is named for the prompt 862",
                "cat dog fox | fox/0 fox/1 fox/2 | its folder is named for the prompt fox",
                "0 1 2 | 2/0 2/1 | its folder is named for the prompt 2",
                "855..866 | prompt_862/0 prompt_862/1 | its folder is named for the prompt 862",
                "rows:5 | run_a/x_0 run_a/x_1 run_b/x_2 | follow different beginnings: run_a/x, run_b/x",
                "855..866 | prompt862_0 prompt862_1 | may be sample 0 of the prompt 862",
                "855..866 | p862_0 p862_1 p862_2 | may be sample 0 of the prompt 862",
                "855..866 | 862s_0 862s_1 | may be sample 0 of the prompt 862",
                "0..9 | p5_seed_0 p5_seed_1 | may be sample 0 of the prompt 5",
                // one of the samples has the number of its prompt's place
                "855..866 | prompt856_0..4 | may be sample 0 of the prompt 856",
                "0..19 | p1_0..2 | may be sample 0 of the prompt 1",
                // the number of a file is the number within another id
                "prompt_1..9 | 2 5 | may count the prompts from 0, or mean the number in the id prompt_2",
                "p3 p1 p2 p0 | 0..3 | may count the prompts from 0, or mean the number in the id p0"
            })
    void refuses(String ids, String names, String message) throws IOException {
        String refusal = refusal(images(names), prompts(ids));
        assertTrue(refusal.contains(message), refusal);
        assertTrue(refusal.contains("PairingKey."), refusal);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "coco_1 draw_2 | coco/coco_1 draw/draw_2 | coco_1=coco/coco_1 draw_2=draw/draw_2",
                "rows:3 | images/x_0 images/x_1 | 0=images/x_0 1=images/x_1",
                "855 856 | 855/855_0 855/855_1 856/856_0 | 855=855/855_0 855=855/855_1 856=856/856_0",
                // every prompt has its image, so that the number in the word is not a prompt's id
                "0 1 2 | v2_0 v2_1 v2_2 | 0=v2_0 1=v2_1 2=v2_2",
                "0..9 | v2_4 v2_7 | 4=v2_4 7=v2_7",
                // the numbers in the ids say nothing else than the places, or nothing about all files
                "shapes_0..5 | run_0..2 | shapes_0=run_0 shapes_1=run_1 shapes_2=run_2",
                "p1..5 | run_0..2 | p1=run_0 p2=run_1 p3=run_2",
                "a_1 b_1 c_0 | run_1 | b_1=run_1",
                // the digits in the run's id of the reference are not numbers
                "0..9 | uce_clip_score_1a2b3c4d_0..2 | 0=uce_clip_score_1a2b3c4d_0 1=uce_clip_score_1a2b3c4d_1 2=uce_clip_score_1a2b3c4d_2"
            })
    void joins(String ids, String names, String expected) throws IOException {
        assertEquals(expected, joined(Pairs.of(images(names), prompts(ids))));
    }

    @Test
    void aNumberThatIsNotReadIsNamedIfThePromptsHaveNoIds() throws IOException {
        for (String names : List.of("sd15_0 sd15_1", "img_15_0 img_15_1")) {
            List<String> notes = Pairs.of(images(names), prompts("rows:20")).notes();
            assertTrue(notes.stream().anyMatch(note -> note.contains("hold another number, 15 in")), notes.toString());
        }
        assertEquals(
                List.of(), Pairs.of(images("sd1_0 sd1_1"), prompts("rows:2")).notes());
    }

    @Test
    void aChosenReadingIsNotQuestioned(@TempDir Path folder) throws IOException {
        Files.createDirectories(folder.resolve("862"));
        for (int i = 0; i < 2; i++) {
            Files.write(folder.resolve("862/" + i + ".png"), new byte[] {1});
        }
        Images images = Images.in(folder, true).by(PairingKey.INDEX);
        assertEquals("862=862/0 863=862/1", joined(Pairs.of(images, prompts("862 863"))));
    }

    @Test
    void theFolderThatIsScoredMayBeNamedForAPrompt(@TempDir Path folder) throws IOException {
        Path images = Files.createDirectories(folder.resolve("862/images"));
        for (int i = 0; i < 2; i++) {
            Files.write(images.resolve(i + ".png"), new byte[] {1});
        }
        String refusal = refusal(Images.at(folder.resolve("862").toString()), prompts("855..866"));
        assertTrue(refusal.contains("may be samples of the prompt 862, for which the folder 862 is named"), refusal);
        assertEquals("855=0 856=1", joined(Pairs.of(Images.in(images).by(PairingKey.INDEX), prompts("855..866"))));
        assertEquals("862=0 863=1", joined(Pairs.of(Images.in(images), prompts("862 863"))));
        List<String> notes = Pairs.of(Images.in(images), prompts("0 1 862")).notes();
        assertTrue(notes.stream().anyMatch(note -> note.contains("the folder is named 862")), notes.toString());
    }

    @Test
    void positionsBehindABlankLineAreNotCertain() throws IOException {
        PromptSet prompts = TifaReader.read("a\n\nc\nd\n\n".getBytes(StandardCharsets.UTF_8), "p.txt")
                .prompts();
        String refusal = refusal(images("x_0 x_1 x_2"), prompts);
        assertTrue(
                refusal.contains(
                        "rows of p.txt were left out, are blank or may be comments, the first behind 1 prompt"),
                refusal);
        assertEquals("0=x_0", joined(Pairs.of(images("x_0"), prompts)));
    }

    @Test
    void aRowWithAnEmptyPromptCounts() throws IOException {
        for (String start : List.of("", "sep=;\n")) {
            PromptSet prompts = FileNames.csv(start + "prompt\na\n\"\"\nc\nd\n");
            String refusal = refusal(images("x_0 x_1 x_2"), prompts);
            assertTrue(
                    refusal.contains("were left out, are blank or may be comments, the first behind 1 prompt"),
                    refusal);
        }
        assertEquals("0=x_0 1=x_1", joined(Pairs.of(images("x_0 x_1"), FileNames.csv("prompt\na\n\nc\n"))));
    }

    @Test
    void anImageWithoutIdGetsNoOtherPromptsId(@TempDir Path folder) throws IOException {
        Path list = Files.writeString(
                folder.resolve("list.csv"), "image,id,prompt\na.png,,a red circle\nb.png,0,two squares\n");
        List<Pair> pairs = Pairs.of(Images.manifest(list)).pairs();
        assertEquals(
                List.of("row 0", "0"),
                pairs.stream().map(pair -> pair.prompt().id()).toList());
    }

    @Test
    void aListThatNamesNothingOfItsFolderIsRefused(@TempDir Path folder) throws IOException {
        Files.write(folder.resolve("0.png"), new byte[] {1});
        Files.writeString(folder.resolve("manifest.csv"), "image,prompt\n/elsewhere/0.png,a red circle\n");
        String message =
                assertThrows(PairingException.class, () -> Images.in(folder)).getMessage();
        assertTrue(message.contains("manifest.csv lists no picture of its folder: it names"), message);
    }
}
