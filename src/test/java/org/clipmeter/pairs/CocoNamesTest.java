package org.clipmeter.pairs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.clipmeter.prompts.PromptSet;
import org.clipmeter.prompts.TifaReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Images that COCO and programs over it have named, and prompts that have COCO's image ids. */
class CocoNamesTest {
    /** The first ids of captions_train2017.json, which are small numbers too. */
    private static final List<Integer> IDS = List.of(391895, 522418, 9, 25, 30);

    private static PromptSet prompts(List<Integer> ids) throws IOException {
        String images = ids.stream().map(id -> "{\"id\":" + id + "}").collect(Collectors.joining(","));
        String annotations = ids.stream()
                .map(id -> "{\"image_id\":" + id + ",\"caption\":\"caption of " + id + "\"}")
                .collect(Collectors.joining(","));
        byte[] json = ("{\"images\":[" + images + "],\"annotations\":[" + annotations + "]}")
                .getBytes(StandardCharsets.UTF_8);
        Path file = Files.createTempFile("captions", ".json");
        try {
            Files.write(file, json);
            return TifaReader.read(file).prompts();
        } finally {
            Files.delete(file);
        }
    }

    private static List<String> joined(String names, PromptSet prompts) {
        return Pairs.of(FileNames.images(names), prompts).pairs().stream()
                .map(pair -> pair.image().name().replace(".png", "") + " "
                        + pair.prompt().text())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"COCO_val2014_%012d", "COCO_train2014_%012d", "%012d", "%d", "%d_0"})
    void joinsTheNamesOfCocosImagesByTheirNumber(String form) throws IOException {
        List<String> names =
                IDS.stream().map(id -> String.format(Locale.ROOT, form, id)).toList();
        List<String> expected = IntStream.range(0, IDS.size())
                .mapToObj(i -> names.get(i) + " caption of " + IDS.get(i))
                .toList();
        assertEquals(expected, joined(String.join(" ", names), prompts(IDS)));
    }

    /** eval-unlearn numbers the images of a run by the rows of the data set, and some numbers are ids of other rows. */
    @Test
    void joinsTheImagesOfARunByTheirPlace() throws IOException {
        List<String> joined = joined("uce_clip_score_1a2b3c4d_0..4", prompts(List.of(391895, 522418, 4, 1, 2)));
        assertTrue(joined.contains("uce_clip_score_1a2b3c4d_4 caption of 2"), joined::toString);
        assertTrue(joined.contains("uce_clip_score_1a2b3c4d_1 caption of 522418"), joined::toString);
    }
}
