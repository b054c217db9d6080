package org.clipmeter.pairs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.clipmeter.prompts.PromptSet;
import org.clipmeter.score.Runs;
import org.junit.jupiter.api.Test;

class PairsTest {
    private static Images images(String... names) {
        List<ImageFile> files = Arrays.stream(names)
                .sorted()
                .map(name -> ImageFile.named(Path.of(name), name))
                .toList();
        return new Images("folder", files, List.of(), PairingKey.AUTO);
    }

    private static List<String> joined(Pairs pairs) {
        return pairs.pairs().stream()
                .map(pair -> pair.prompt().id() + "=" + pair.image().name())
                .toList();
    }

    private static String refusal(Images images, PromptSet prompts) {
        return assertThrows(PairingException.class, () -> Pairs.of(images, prompts))
                .getMessage();
    }

    private static PromptSet numbered(int n) {
        return Runs.prompts(IntStream.range(0, n).mapToObj(Integer::toString).toArray(String[]::new));
    }

    @Test
    void joinsTheReferencesNamesByTheirTrailingIndexInNumberOrder() {
        PromptSet prompts =
                Runs.prompts(IntStream.range(0, 12).mapToObj(i -> "coco_9" + i).toArray(String[]::new));
        String[] names = IntStream.range(0, 12)
                .mapToObj(i -> "uce_clip_score_ab12_" + i + ".png")
                .toArray(String[]::new);
        Pairs pairs = Pairs.of(images(names), prompts);
        assertEquals(PairingKey.INDEX, pairs.key());
        assertEquals("coco_92=uce_clip_score_ab12_2.png", joined(pairs).get(2));
        assertEquals("coco_910=uce_clip_score_ab12_10.png", joined(pairs).get(10));
        assertEquals(List.of(), pairs.leftovers());
    }

    @Test
    void aStemThatIsAnIdWinsOverItsTrailingNumber() {
        PromptSet prompts = Runs.prompts("shapes_2", "shapes_1", "shapes_0");
        Pairs pairs = Pairs.of(images("shapes_0.png", "shapes_1.png", "shapes_2.png"), prompts);
        assertEquals(PairingKey.ID, pairs.key());
        assertEquals(List.of("shapes_2=shapes_2.png", "shapes_1=shapes_1.png", "shapes_0=shapes_0.png"), joined(pairs));
    }

    @Test
    void readsATifaIdWhoseNumberIsNoIndex() {
        Pairs pairs = Pairs.of(images("coco_301091.jpg"), Runs.prompts("coco_1", "coco_301091"));
        assertEquals(List.of("coco_301091=coco_301091.jpg"), joined(pairs));
        assertEquals(List.of("1 prompt without an image: coco_1"), pairs.leftovers());
    }

    @Test
    void readsAnIdAtTheEndOfTheName() {
        Pairs pairs = Pairs.of(images("uce-coco_301091.jpg"), Runs.prompts("coco_301091"));
        assertEquals(List.of("coco_301091=uce-coco_301091.jpg"), joined(pairs));
    }

    @Test
    void takesSeveralImagesOfAPromptInNumberOrder() {
        Pairs pairs = Pairs.of(
                images("coco_301091_10.png", "coco_301091_2.png", "coco_7_2.png"),
                Runs.prompts("coco_7", "coco_301091"));
        assertEquals(
                List.of("coco_7=coco_7_2.png", "coco_301091=coco_301091_2.png", "coco_301091=coco_301091_10.png"),
                joined(pairs));
    }

    @Test
    void anIdIsNotReadOutOfALongerId() {
        Pairs pairs = Pairs.of(images("shapes_12.png"), Runs.prompts("shapes_1", "shapes_12"));
        assertEquals(List.of("shapes_12=shapes_12.png"), joined(pairs));
    }

    @Test
    void aLeadingIdIsTakenBeforeTheNumberOfTheSample() {
        Pairs pairs = Pairs.of(
                images("shapes_0_0.png", "shapes_0_1.png", "shapes_0_2.png"),
                Runs.prompts("shapes_0", "shapes_1", "shapes_2"));
        assertEquals("joined by leading id, 3 images a prompt, 2 prompts without an image", pairs.joined());
    }

    @Test
    void theCallerMaySayWhichKeyIsMeant() {
        Images images = images("shapes_0_0.png", "shapes_0_1.png");
        PromptSet prompts = Runs.prompts("shapes_0", "shapes_1");
        assertEquals(
                List.of("shapes_0=shapes_0_0.png", "shapes_0=shapes_0_1.png"),
                joined(Pairs.of(images.by(PairingKey.ID), prompts)));
        assertEquals(
                List.of("shapes_0=shapes_0_0.png", "shapes_1=shapes_0_1.png"),
                joined(Pairs.of(images.by(PairingKey.INDEX), prompts)));
    }

    @Test
    void aNumberAtTheEndIsAnIndexEvenWherePromptsAreNumberedFromOne() {
        PromptSet fromOne = Runs.prompts("1", "2", "3");
        Pairs pairs = Pairs.of(images("uce_run_0.png", "uce_run_1.png"), fromOne);
        assertEquals(List.of("1=uce_run_0.png", "2=uce_run_1.png"), joined(pairs));
    }

    @Test
    void refusesTwoImagesOfOnePlace() {
        String message = refusal(images("a_0.png", "b_0.png", "a_1.png"), Runs.prompts("x", "y", "z"));
        assertTrue(message.contains("a_0.png and b_0.png claim index 0"), message);
    }

    @Test
    void refusesAStemThatExistsAsPngAndAsJpg() {
        String message = refusal(images("coco_7.png", "coco_7.jpg"), Runs.prompts("coco_7"));
        assertTrue(message.contains("coco_7.jpg and coco_7.png claim the prompt id coco_7"), message);
    }

    @Test
    void refusesTheSameIdInTwoSubfolders() {
        String message = refusal(images("sd/coco_7.png", "uce/coco_7.png"), Runs.prompts("coco_7"));
        assertTrue(message.contains("sd/coco_7.png and uce/coco_7.png"), message);
    }

    @Test
    void refusesANameWithTwoIds() {
        String message = refusal(images("coco_7_coco_8.png"), Runs.prompts("coco_7", "coco_8"));
        assertTrue(message.contains("coco_7_coco_8.png"), message);
    }

    @Test
    void namesAndCountsWhatHasNoPartnerIfTheKeyIsGiven() {
        Images images = images("x_0.png", "x_7.png", "x_8.png", "x_9.png", "x_12345678901234567890.png");
        Pairs pairs = Pairs.of(images.by(PairingKey.ID), numbered(2));
        assertEquals(List.of("0=x_0.png"), joined(pairs));
        assertEquals(
                List.of(
                        "4 images without a prompt: x_12345678901234567890.png, x_7.png, x_8.png and 1 more",
                        "1 prompt without an image: 1"),
                pairs.leftovers());
    }

    @Test
    void saysWhatWasExpectedWhereNothingPairs() {
        String message = refusal(images("cat.png", "dog.png"), Runs.prompts("coco_301091"));
        assertEquals(
                "pairing: none of the 2 images in folder (cat.png, dog.png) belongs to one of the 1 prompt; expected a prompt id"
                        + " (such as coco_301091) as the file's name, or _<index> from 0 at its end, or a manifest with"
                        + " the columns image and prompt",
                message);
    }

    @Test
    void joinsAMappingByItsIdsAndNamesUnknownOnes() {
        Map<String, Path> mapping = new LinkedHashMap<>();
        mapping.put("coco_9", Path.of("c.png"));
        mapping.put("coco_2", Path.of("b.png"));
        mapping.put("coco_1", Path.of("a.png"));
        Pairs pairs = Pairs.of(Images.mapping(mapping), Runs.prompts("coco_1", "coco_2"));
        assertEquals(List.of("coco_1=a.png", "coco_2=b.png"), joined(pairs));
        assertEquals(List.of("c.png (id coco_9)"), pairs.unpairedImages());
    }

    @Test
    void anImageWithoutAPromptNeedsPrompts() {
        String message = assertThrows(PairingException.class, () -> Pairs.of(images("a_0.png")))
                .getMessage();
        assertEquals("pairing: folder does not say its images' prompts; give prompts too", message);
    }

    @Test
    void errorsAreOneLineOfAtMost500CharactersWithControlsEscaped() {
        String evil = "a\n\u001b[31m\u202e" + "x".repeat(600) + ".png";
        String message = refusal(images(evil, "b\r.png", "c\u0007.png", "d.png"), Runs.prompts("coco_1"));
        assertTrue(message.length() <= 500, message);
        assertTrue(message.contains("b\\u000d.png"), message);
        assertTrue(message.chars().noneMatch(c -> Character.isISOControl(c) || c == 0x202e), message);
    }

    @Test
    void anIdOfSeveralRowsWithDifferentTextsJoinsNothing() throws IOException {
        PromptSet prompts = FileNames.csv("category,id,prompt\ncat,0,a cat\ncat,1,two cats\ndog,0,a dog\n");
        String message = FileNames.refusal(FileNames.images("0 1"), prompts);
        assertTrue(message.contains("several prompts have the id 0"), message);
        assertTrue(message.contains("idColumn NAME"), message);
        assertEquals("1=1", FileNames.joined(Pairs.of(FileNames.images("1"), prompts)));
        PromptSet same = FileNames.csv("id,prompt\n0,a cat\n0,a cat\n1,a dog\n");
        assertEquals("0=0 1=1", FileNames.joined(Pairs.of(FileNames.images("0 1"), same)));
    }
}
