package org.clipmeter.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.clipmeter.failure.Section;
import org.junit.jupiter.api.Test;

/** Errors have one base, and the sections of the guide that they name exist and are all named. */
final class FailuresTest {
    private static final Path ROOT = Path.of(System.getProperty("basedir", "."));
    private static final Path MAIN = ROOT.resolve("src/main/java/org/clipmeter");
    private static final Pattern HEADING = Pattern.compile("(?m)^## (.+)$");
    private static final Pattern BARE = Pattern.compile("new (IllegalArgumentException|IOException)\\(");

    /** Sections about what is not an exception: a Python script, and Tab. */
    private static final Set<String> NOT_OF_ERRORS = Set.of("Quickstart", "Completion");

    /**
     * The files that create a plain IllegalArgumentException or IOException, and how often. The first are programming errors
     * (wrong lengths, names that only this library passes on); the second are of the system, or caught within their room.
     */
    private static final Map<String, Integer> PLAIN = Map.ofEntries(
            Map.entry("agreement/CaptionRanks.java", 1),
            Map.entry("compare/Mean.java", 1),
            Map.entry("compare/Proportion.java", 1),
            Map.entry("compare/ProportionChange.java", 2),
            Map.entry("compare/Quantiles.java", 1),
            Map.entry("compare/RankCorrelation.java", 1),
            Map.entry("files/parquet/ParquetCodecs.java", 3),
            Map.entry("files/NpyFile.java", 1),
            Map.entry("net/BodyQueue.java", 1),
            Map.entry("hub/RepoCache.java", 1),
            Map.entry("model/Similarity.java", 1),
            Map.entry("model/siglip/SiglipModel.java", 1),
            Map.entry("model/transformer/StoredTensors.java", 1),
            Map.entry("model/transformer/TransformerModel.java", 3),
            Map.entry("model/openclip/OpenClipTensors.java", 1),
            Map.entry("preprocess/ClipImageProcessor.java", 1),
            Map.entry("prompts/JsonPrompts.java", 2),
            Map.entry("shapes/Scene.java", 1),
            Map.entry("shapes/ShapesModel.java", 1),
            Map.entry("shapes/field/Latent.java", 1),
            Map.entry("text/AddedTokens.java", 1),
            Map.entry("text/ClipTokenizer.java", 1),
            Map.entry("weights/Checkpoint.java", 1),
            Map.entry("weights/NamedTensor.java", 1),
            Map.entry("weights/SafetensorsWriter.java", 2));

    @Test
    void everySectionIsAHeadingOfTheGuide() throws IOException {
        Set<String> headings = new TreeSet<>();
        HEADING.matcher(Files.readString(ROOT.resolve("TROUBLESHOOTING.md")))
                .results()
                .forEach(heading -> headings.add(heading.group(1)));
        Set<String> expected =
                Stream.of(Section.values()).map(Section::title).collect(Collectors.toCollection(TreeSet::new));
        expected.addAll(NOT_OF_ERRORS);
        assertEquals(headings, expected);
    }

    @Test
    void everySectionIsNamedByCodeThatThrows() throws IOException {
        Set<Section> unused = new TreeSet<>(List.of(Section.values()));
        for (Path file : sources()) {
            String text = Files.readString(file);
            if (!file.endsWith("Section.java")) {
                unused.removeIf(section -> text.contains("Section." + section.name()));
            }
        }
        assertEquals(Set.of(), unused);
    }

    @Test
    void aUsersMistakeIsNoPlainException() throws IOException {
        Map<String, Integer> plain = new TreeMap<>();
        for (Path file : sources()) {
            int found = (int) BARE.matcher(Files.readString(file)).results().count();
            String name = MAIN.relativize(file).toString().replace('\\', '/');
            if (found > 0 && !name.startsWith("shapes/training/")) {
                plain.put(name, found);
            }
        }
        assertEquals(new TreeMap<>(PLAIN), plain, "throw a Failure with its kind and section instead");
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(MAIN)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }
}
