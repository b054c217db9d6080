package org.clipmeter.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.clipmeter.failure.ClipmeterException;
import org.clipmeter.failure.Failure;
import org.junit.jupiter.api.Test;

/** Checks the arrows of {@link Rooms}: a dependency that they do not allow fails. */
final class ArchitectureTest {
    private static final String ROOT = "org.clipmeter";

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
        Rooms.ALL.forEach(room -> known.add(room.packageName()));
        assertEquals(known, packages);
    }

    @Test
    void roomsUseOnlyWhatTheirArrowsAllow() {
        for (Room room : Rooms.ALL) {
            String[] allowed = Stream.concat(Stream.of(room.name()), room.uses().stream())
                    .map(ArchitectureTest::packageName)
                    .toArray(String[]::new);
            classes()
                    .that()
                    .resideInAPackage(room.packageName())
                    .should()
                    .onlyDependOnClassesThat(resideInAnyPackage(allowed).or(not(resideInAPackage(ROOT + ".."))))
                    .because("only these arrows are allowed: " + room.label() + " -> " + room.uses())
                    .check(CLASSES);
        }
    }

    /** Rooms are listed in the order of building, so arrows that lead only to earlier rooms can't form a loop. */
    @Test
    void arrowsLeadToEarlierRoomsOnly() {
        Set<String> built = new TreeSet<>();
        for (Room room : Rooms.ALL) {
            assertTrue(
                    built.containsAll(room.uses()), room.label() + " uses a room that comes after it: " + room.uses());
            built.add(room.name());
        }
    }

    @Test
    void everyArrowIsUsed() {
        List<String> unused = new ArrayList<>();
        for (Room room : Rooms.ALL) {
            Set<String> used = CLASSES.stream()
                    .filter(type -> type.getPackageName().equals(room.packageName()))
                    .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                    .map(dependency -> dependency.getTargetClass().getPackageName())
                    .collect(Collectors.toSet());
            room.uses().stream()
                    .filter(target -> !used.contains(packageName(target)))
                    .forEach(target -> unused.add(room.label() + " -> " + target));
        }
        assertEquals(List.of(), unused, "arrows that no class needs");
    }

    @Test
    void packagesCanBeReadInOneSitting() throws IOException {
        Set<String> large = new TreeSet<>();
        for (Path folder : packageFolders()) {
            int files = 0;
            long lines = 0;
            try (DirectoryStream<Path> sources = Files.newDirectoryStream(folder, "*.java")) {
                for (Path source : sources) {
                    int length = Files.readAllLines(source).size();
                    assertTrue(length <= 400, source + " has " + length + " lines");
                    files++;
                    lines += length;
                }
            }
            if (files > 26 || lines > 2700) {
                large.add(folder.toString());
            }
        }
        assertEquals(Set.of(), large, "packages of more than 25 files and a package-info, or about 2,500 lines");
    }

    /** The folders of packages in all source roots but that of the tests. */
    private static List<Path> packageFolders() throws IOException {
        List<Path> folders = new ArrayList<>();
        for (String root : List.of("src/main/java", "src/training/java", "src/benchmark/java")) {
            try (Stream<Path> all = Files.walk(Path.of(System.getProperty("basedir", "."), root))) {
                all.filter(Files::isDirectory).forEach(folders::add);
            }
        }
        return folders;
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
    void everyExceptionIsAFailure() {
        List<JavaClass> exceptions = CLASSES.stream()
                .filter(type -> type.isAssignableTo(Exception.class))
                .toList();
        assertTrue(exceptions.size() > 10, exceptions.toString());
        for (JavaClass type : exceptions) {
            assertTrue(type.isAssignableTo(Failure.class), type.getName());
            assertTrue(
                    type.isAssignableTo(RuntimeException.class) || type.isAssignableTo(ClipmeterException.class),
                    type.getName());
        }
    }

    @Test
    void librariesStayWhereTheyBelong() {
        only("ai.djl.huggingface..", "text");
        onlyExcept(
                "ai.djl..",
                "ai.djl.huggingface..",
                "engine",
                "model.clip",
                "model.clip.explain",
                "shapes.attack",
                "shapes.edit",
                "model.siglip",
                "model.transformer",
                "shapes.field",
                "text");
        only(
                "tech.tablesaw..",
                "table",
                "",
                "run",
                "result..",
                "notebook.command..",
                "notebook.option",
                "notebook.view");
        only("org.knowm.xchart..", "plot", "", "notebook.view");
        only("de.erichseifert.vectorgraphics2d..", "plot");
        only("org.dflib.jjava..", "notebook.jjava");
        only("io.github.spencerpark..", "notebook.ijava");
        only("picocli..", "notebook", "notebook.command..", "notebook.option");
        only("org.sqlite..", "embed.cache");
        only("java.sql..", "embed.cache");
        only("org.apache.commons.statistics..", "compare");
        only("org.apache.parquet..", "files.parquet");
        only("com.google.common.jimfs..", "pairs.memory");
        only("io.airlift.compress..", "files.parquet");
    }

    /** How strictly JSON is read, how a hash is made and how a file is replaced stand in one place each. */
    @Test
    void whatIsDoneToFilesIsSaidOnce() {
        String[] homes = packageNames("files");
        noClasses()
                .that()
                .resideOutsideOfPackages(packageNames("files", "hub"))
                .should()
                .callMethodWhere(JavaCall.Predicates.target(nameMatching("createParser|readTree|readValues?"))
                        .and(JavaCall.Predicates.target(owner(resideInAPackage("com.fasterxml.jackson..")))))
                .because("files.JsonStrictness is for reading JSON")
                .check(CLASSES);
        noClasses()
                .that()
                .resideOutsideOfPackages(homes)
                .should()
                .dependOnClassesThat()
                .areAssignableTo(MessageDigest.class)
                .because("files.Hash is for hashes")
                .check(CLASSES);
        noClasses()
                .that()
                .resideOutsideOfPackages(homes)
                .should()
                .accessField(StandardCopyOption.class, "ATOMIC_MOVE")
                .because("files.AtomicFile is for files that are replaced")
                .check(CLASSES);
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
